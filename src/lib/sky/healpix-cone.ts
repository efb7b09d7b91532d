import { LookbackError } from '#lib/errors.ts';
import { directionOf, angleBetween, type Direction } from '#lib/sky/direction.ts';
import { finestOrder } from '#lib/sky/healpix.ts';
import { interleave29, type FacePixel } from '#lib/sky/healpix-bits.ts';
import { positionIn } from '#lib/sky/healpix-projection.ts';
import { closeNarrowGaps, mergeRanges, type PixelRange } from '#lib/sky/moc.ts';

/** Room for the rounding of angles, in radians: 1/5000 of an order-29 pixel. */
const slackRad = 4e-13;

/**
 * Order-29 ranges, sorted and merged, that hold every position within a radius in degrees of a centre, and some
 * others: at most `maxRanges` of them, so the positions found in them are to be checked by their distance.
 * @throws LookbackError `sky/bad-cone` when the radius is not between 0 and 180 or `maxRanges` not 1 or more.
 */
export function coneRanges(raDeg: number, decDeg: number, radiusDeg: number, maxRanges = 16): PixelRange[] {
	if (!Number.isFinite(raDeg) || !(Math.abs(decDeg) <= 90) || !(radiusDeg >= 0 && radiusDeg <= 180))
		throw new LookbackError(
			'incorrect',
			'sky/bad-cone',
			`The cone is raDeg ${raDeg}, decDeg ${decDeg}, radiusDeg ${radiusDeg}; raDeg must be finite, decDeg between -90 and 90, radiusDeg between 0 and 180.`,
			{ raDeg, decDeg, radiusDeg }
		);
	if (!Number.isInteger(maxRanges) || maxRanges < 1)
		throw new LookbackError(
			'incorrect',
			'sky/bad-cone',
			`maxRanges is ${maxRanges}; it must be a whole number of 1 or more.`,
			{ maxRanges }
		);
	const cells = cellsOver(directionOf(raDeg, decDeg), (radiusDeg * Math.PI) / 180, 8 * maxRanges);
	return closeNarrowGaps(mergeRanges(cells.map(rangeOf)), maxRanges);
}

interface Cell extends FacePixel {
	readonly order: number;
}

/** Divides the cells on the cone's rim, order by order, until there are `enough` of them. */
function cellsOver(center: Direction, radiusRad: number, enough: number): Cell[] {
	const within: Cell[] = [];
	let onRim: Cell[] = Array.from({ length: 12 }, (_, face) => ({ order: 0, face, x: 0, y: 0 }));
	for (let order = 0; ; order++) {
		const reach = maxPixelRadiusRad(order) + slackRad;
		const rim: Cell[] = [];
		for (const cell of onRim) {
			const { raDeg, decDeg } = positionIn(2 ** order, { face: cell.face, x: cell.x + 0.5, y: cell.y + 0.5 });
			const distance = angleBetween(center, directionOf(raDeg, decDeg));
			if (distance > radiusRad + reach) continue;
			(distance + reach <= radiusRad ? within : rim).push(cell);
		}
		if (rim.length === 0 || rim.length >= enough || order === finestOrder) return [...within, ...rim];
		onRim = rim.flatMap(quartersOf);
	}
}

function quartersOf({ order, face, x, y }: Cell): Cell[] {
	return [0, 1, 2, 3].map((quarter) => ({
		order: order + 1,
		face,
		x: 2 * x + (quarter & 1),
		y: 2 * y + (quarter >> 1)
	}));
}

/**
 * No point of a pixel of this order lies farther than this from the pixel's centre, in radians. The farthest is the
 * northern corner of a pixel that is centred on z = 2/3 and touches the meridian between two base pixels of the cap.
 */
export function maxPixelRadiusRad(order: number): number {
	const nside = 2 ** order;
	return angleBetween(
		directionOf(45 / nside, (Math.asin(2 / 3) * 180) / Math.PI),
		directionOf(0, (Math.asin(1 - (1 - 1 / nside) ** 2 / 3) * 180) / Math.PI)
	);
}

function rangeOf({ order, face, x, y }: Cell): PixelRange {
	const side = 2 ** (finestOrder - order);
	const from = interleave29(face, x * side, y * side);
	return { from, to: from + (1n << BigInt(2 * (finestOrder - order))) };
}
