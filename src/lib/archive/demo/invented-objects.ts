import { asteroid, flare, supernova, variableStar, type LightCurve } from './light-curve.ts';
import { normal, uniform } from './random.ts';
import { fieldCentre, fieldSideDeg, fieldsInSky } from './exposures.ts';

/** Something at a fixed place of the invented sky. */
export interface InventedObject {
	readonly index: number;
	/** In the shape of ZTF's names, beyond those ever given. */
	readonly objectId: string;
	readonly field: number;
	/** Quadrant of the camera, 0 to 63. */
	readonly rcid: number;
	/** Number among the objects of its quadrant. */
	readonly number: number;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly curve: LightCurve;
	/** Days between which it may show. */
	readonly fromDay: number;
	readonly toDay: number;
}

const historyDays = 30;
const clustersPerField = 4;

type Kind = Pick<InventedObject, 'curve' | 'fromDay' | 'toDay'>;

/**
 * Objects that make about `alertsPerNight` alerts a night: seven in ten of variable stars, the others of
 * supernovae, flares and asteroids. Shares are of alerts; what one object makes was counted on nights so generated.
 */
export function inventObjects(seed: number, nights: number, alertsPerNight: number): InventedObject[] {
	const kinds: { readonly kind: Kind; readonly isExtragalactic: boolean }[] = [];
	const draw = (count: number, salt: number, make: (chance: (n: number) => number) => Kind) => {
		for (let i = 0; i < Math.round(count); i++)
			kinds.push({ kind: make((n) => uniform(seed, salt, i, n)), isExtragalactic: salt === 2 });
	};
	draw((0.7 * alertsPerNight) / 0.86, 1, (chance) => ({
		curve: variableStar(17 + 2.5 * chance(1), 0.3 + 40 * chance(2) ** 2, chance(3)),
		fromDay: -Infinity,
		toDay: Infinity
	}));
	draw(((nights + 60) * 0.1 * alertsPerNight) / 42, 2, (chance) => {
		const peakDay = -60 + (nights + 60) * chance(1);
		return {
			curve: supernova(peakDay, 17 + 2.5 * chance(2)),
			fromDay: peakDay - 18,
			toDay: peakDay + 70
		};
	});
	draw(nights * 0.036 * alertsPerNight, 3, (chance) => {
		const startDay = nights * chance(1);
		return { curve: flare(startDay, 16.5 + 2 * chance(2)), fromDay: startDay, toDay: startDay + 3 };
	});
	draw((nights * 0.15 * alertsPerNight) / 1.1, 4, (chance) => {
		const night = Math.floor(nights * chance(1));
		return { curve: asteroid(night, 17 + 3 * chance(2)), fromDay: night, toDay: night + 1 };
	});
	const inQuadrant = new Map<number, number>();
	return kinds.map(({ kind, isExtragalactic }, index) => {
		const field = Math.floor(uniform(seed, 10, index) * fieldsInSky);
		const rcid = Math.floor(uniform(seed, 11, index) * 64);
		const number = (inQuadrant.get(field * 64 + rcid) ?? 0) + 1;
		inQuadrant.set(field * 64 + rcid, number);
		const place = isExtragalactic ? inCluster(seed, field, index) : anywhere(seed, field, index);
		return { index, objectId: nameOf(index), field, rcid, number, ...place, ...kind };
	});
}

/** First day whose exposures a packet of the first night may repeat. */
export const firstDay = -historyDays;

function nameOf(index: number): string {
	const letters = Array.from({ length: 5 }, (_, place) =>
		String.fromCharCode(97 + (Math.floor(index / 26 ** (4 - place)) % 26))
	);
	return `ZTF21zz${letters.join('')}`;
}

function anywhere(seed: number, field: number, index: number) {
	return at(field, uniform(seed, 12, index) - 0.5, uniform(seed, 13, index) - 0.5);
}

/** Galaxies keep together. */
function inCluster(seed: number, field: number, index: number) {
	const cluster = Math.floor(uniform(seed, 14, index) * clustersPerField);
	const x = 0.8 * (uniform(seed, 15, field, cluster) - 0.5) + 0.02 * normal(seed, 17, index);
	const y = 0.8 * (uniform(seed, 16, field, cluster) - 0.5) + 0.02 * normal(seed, 18, index);
	return at(field, x, y);
}

function at(field: number, x: number, y: number): { raDeg: number; decDeg: number } {
	const centre = fieldCentre(field);
	const decDeg = centre.decDeg + y * fieldSideDeg;
	const raDeg = centre.raDeg + (x * fieldSideDeg) / Math.cos((decDeg * Math.PI) / 180);
	return { raDeg: Number(((raDeg + 360) % 360).toFixed(7)), decDeg: Number(decDeg.toFixed(7)) };
}
