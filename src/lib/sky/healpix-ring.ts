import { checkedPixel, nsideOf } from '#lib/sky/healpix.ts';
import { deinterleave, interleave, type FacePixel } from '#lib/sky/healpix-bits.ts';
import { inCap, inEquator } from '#lib/sky/healpix-projection.ts';

/**
 * The NESTED number of a pixel given by its RING number, orders 0 to 24.
 * Source: Górski et al. 2005, ApJ 622, 759, section 5: rings are counted from the north pole, 1 to 4 nside - 1.
 */
export function ringToNested(order: number, ringPixel: number): number {
	const nside = nsideOf(order);
	const { face, x, y } = fromRing(nside, checkedPixel(order, ringPixel));
	return interleave(order, face, x, y);
}

/** The RING number of a pixel given by its NESTED number, orders 0 to 24. */
export function nestedToRing(order: number, pixel: number): number {
	const nside = nsideOf(order);
	const { face, x, y } = deinterleave(order, checkedPixel(order, pixel));
	const row = face >> 2;
	const ring = (row + 2) * nside - x - y - 1;
	const length = Math.min(nside, ring, 4 * nside - ring);
	const centre = 2 * (face & 3) + (row === 1 ? 0 : 1);
	// Eastward steps of half a pixel from RA 0; an equatorial ring of every other row begins on RA 0.
	const shifted = length < nside ? 1 : (ring - nside + 1) & 1;
	const steps = (centre * length + x - y - shifted) / 2;
	const index = steps < 0 ? steps + 4 * length : steps;
	if (ring < nside) return 2 * ring * (ring - 1) + index;
	const cap = 2 * nside * (nside - 1);
	if (ring <= 3 * nside) return cap + (ring - nside) * 4 * nside + index;
	return 12 * nside * nside - 2 * length * (length + 1) + index;
}

function fromRing(nside: number, pixel: number): FacePixel {
	const cap = 2 * nside * (nside - 1);
	const last = 12 * nside * nside - 1;
	if (pixel < cap) {
		const ring = capRing(pixel);
		const { quarter, east } = inQuarter(ring, pixel - 2 * ring * (ring - 1));
		return inCap(nside, true, quarter, east, ring - 1 - east);
	}
	if (last - pixel < cap) {
		const ring = capRing(last - pixel);
		const { quarter, east } = inQuarter(ring, 2 * ring * (ring + 1) - 1 - (last - pixel));
		return inCap(nside, false, quarter, east, ring - 1 - east);
	}
	const row = Math.floor((pixel - cap) / (4 * nside));
	const index = pixel - cap - row * 4 * nside;
	// Pixel centres lie half way between diagonals, which makes the sums below whole.
	const shifted = (row + 1) & 1;
	return inEquator(nside, index + (row + shifted - 1) / 2, index + (2 * nside - row + shifted - 1) / 2);
}

/** The ring, counted from the pole, of a cap's pixel counted from the pole: the ring starts at 2 ring (ring - 1). */
function capRing(pixel: number): number {
	const ring = Math.floor((1 + Math.sqrt(1 + 2 * pixel)) / 2);
	if (2 * ring * (ring - 1) > pixel) return ring - 1;
	return 2 * ring * (ring + 1) <= pixel ? ring + 1 : ring;
}

function inQuarter(ring: number, index: number): { quarter: number; east: number } {
	const quarter = Math.floor(index / ring);
	return { quarter, east: index - quarter * ring };
}
