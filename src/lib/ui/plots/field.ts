import { scaleLinear } from 'd3-scale';
import { formatDecDms, formatRaHms } from '#lib/sky/angle.ts';
import { glyphPath, type SkyLayer, type SkyPoint } from '#lib/ui/plots/sky-points.ts';

/** A position and a radius around it. */
export interface FieldCentre {
	readonly raDeg: number;
	readonly decDeg: number;
	readonly radiusArcsec: number;
}

export interface FieldPlot {
	readonly layers: readonly {
		readonly layer: SkyLayer;
		/** Path of the points that get no sign of their own, all in one. */
		readonly rest: string;
		readonly own: readonly { readonly point: SkyPoint; readonly d: string; readonly title: string }[];
	}[];
	/** Radius of the circle, in units of the drawing. */
	readonly circle: number;
	readonly ticks: readonly { readonly at: number; readonly label: string }[];
	readonly unit: string;
	/** Points that lie outside the drawing. */
	readonly outside: number;
}

/** Side of the square drawing; the position is in its middle. */
export const fieldSide = 400;

const degree = Math.PI / 180;
/** What is drawn reaches a little beyond the circle. */
const reach = 1.12;
/** So many points tell of themselves and lead on; the others are one path. */
const mostOwn = 300;

/**
 * A field of the sky in the gnomonic projection: north up, east to the left, ticks as offsets from the position.
 * Source: Calabretta & Greisen 2002 (A&A 395, 1077), section 5.1.3.
 */
export function layoutField(layers: readonly SkyLayer[], centre: FieldCentre): FieldPlot {
	const radiusDeg = centre.radiusArcsec / 3600;
	const edge = Math.tan(radiusDeg * degree) * reach;
	const scale = fieldSide / 2 / edge;
	const place = (point: SkyPoint): [number, number] | null => {
		const offset = tangentOffset(centre, point);
		if (!offset || Math.abs(offset[0]) > edge || Math.abs(offset[1]) > edge) return null;
		return [tenth(fieldSide / 2 - offset[0] * scale), tenth(fieldSide / 2 - offset[1] * scale)];
	};
	let outside = 0;
	let own = 0;
	const drawn = layers.map((layer) => {
		let rest = '';
		const single: { point: SkyPoint; d: string; title: string }[] = [];
		for (const point of layer.points) {
			const at = place(point);
			if (!at) {
				outside++;
				continue;
			}
			const d = glyphPath(layer.symbol, ...at, 4);
			if (own++ < mostOwn) single.push({ point, d, title: titleOf(layer, point) });
			else rest += d;
		}
		return { layer, rest, own: single };
	});
	return {
		layers: drawn,
		circle: Math.tan(radiusDeg * degree) * scale,
		outside,
		...ticksOf(radiusDeg * reach)
	};
}

/** Offsets to the east and north on the tangent plane; null for what is 90 degrees away and more. */
function tangentOffset(
	centre: FieldCentre,
	{ raDeg, decDeg }: { readonly raDeg: number; readonly decDeg: number }
): [east: number, north: number] | null {
	const ra = (raDeg - centre.raDeg) * degree;
	const [sinDec, cosDec] = [Math.sin(decDeg * degree), Math.cos(decDeg * degree)];
	const [sinMid, cosMid] = [Math.sin(centre.decDeg * degree), Math.cos(centre.decDeg * degree)];
	const along = sinMid * sinDec + cosMid * cosDec * Math.cos(ra);
	if (along <= 0) return null;
	return [(cosDec * Math.sin(ra)) / along, (cosMid * sinDec - sinMid * cosDec * Math.cos(ra)) / along];
}

function titleOf({ name }: SkyLayer, { name: called, raDeg, decDeg, note }: SkyPoint): string {
	return [called, name, `${formatRaHms(raDeg, 1)} ${formatDecDms(decDeg, 0)}`, note]
		.filter(Boolean)
		.join(', ');
}

function ticksOf(halfDeg: number): Pick<FieldPlot, 'ticks' | 'unit'> {
	const [unit, perDeg] =
		halfDeg >= 1.5 ? ['deg', 1] : halfDeg >= 1.5 / 60 ? ['arcmin', 60] : ['arcsec', 3600];
	const half = halfDeg * (perDeg as number);
	const axis = scaleLinear([-half, half], [0, fieldSide]);
	const label = axis.tickFormat(5);
	return {
		unit: unit as string,
		ticks: axis
			.ticks(5)
			.filter((value) => value !== 0)
			.map((value) => ({ at: tenth(axis(value)), label: label(value).replace('-', '−') }))
	};
}

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
