import { dayNumber, skyDay } from '#lib/sky/sky-day.ts';
import { Sight } from '#lib/sky/sight.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Moments at equal steps. */
export interface TimeGrid {
	readonly from: Instant;
	readonly stepSec: number;
	readonly count: number;
}

const degPerRad = 180 / Math.PI;

export function gridMoment({ from, stepSec }: TimeGrid, i: number): Instant {
	return (from + i * stepSec * 1_000_000) as Instant;
}

/**
 * Altitudes of many targets from one place on a grid of moments, in degrees without refraction: `count` of them for
 * each target, one target after the other. Not for satellites, which have no horizon.
 */
export function altitudeTable(from: Standpoint, targets: readonly SkyPlace[], grid: TimeGrid): Float32Array {
	const table = new Float32Array(targets.length * grid.count);
	const stretches = daysOf(from, grid);
	for (const [row, target] of targets.entries()) {
		const sight = new Sight(from, target);
		for (const { first, cos, sin } of stretches) {
			const [x, y, z] = sight.apparent(gridMoment(grid, first));
			const [a, b, c] = [z * from.sinLat, x * from.cosLat, y * from.cosLat];
			for (let i = 0, out = row * grid.count + first; i < cos.length; i++, out++)
				table[out] = 90 - acosDeg(a + b * cos[i]! + c * sin[i]!);
		}
	}
	return table;
}

/** Distances of many targets from the Moon as seen from one place, in degrees, shaped as `altitudeTable`'s. */
export function moonDistanceTable(
	from: Standpoint,
	targets: readonly SkyPlace[],
	grid: TimeGrid
): Float32Array {
	const moon = new Float64Array(3 * grid.count);
	for (let i = 0; i < grid.count; i++) {
		const [x, y, z] = from.moonAu(gridMoment(grid, i));
		const length = Math.hypot(x!, y!, z!);
		moon.set([x! / length, y! / length, z! / length], 3 * i);
	}
	const table = new Float32Array(targets.length * grid.count);
	const stretches = daysOf(from, grid);
	for (const [row, target] of targets.entries()) {
		const sight = new Sight(from, target);
		for (const { first, cos } of stretches) {
			const [x, y, z] = sight.apparent(gridMoment(grid, first));
			for (let i = first; i < first + cos.length; i++) {
				const dot = x * moon[3 * i]! + y * moon[3 * i + 1]! + z * moon[3 * i + 2]!;
				table[row * grid.count + i] = acosDeg(dot);
			}
		}
	}
	return table;
}

/** The grid's stretches within one day of UTC each, with local sidereal time's cosine and sine at each moment. */
function daysOf(from: Standpoint, grid: TimeGrid): { first: number; cos: Float64Array; sin: Float64Array }[] {
	const stretches: { first: number; cos: Float64Array; sin: Float64Array }[] = [];
	for (let first = 0; first < grid.count;) {
		const number = dayNumber(gridMoment(grid, first));
		let end = first + 1;
		while (end < grid.count && dayNumber(gridMoment(grid, end)) === number) end++;
		const day = skyDay(number);
		const sidereal = Float64Array.from({ length: end - first }, (_, i) =>
			from.siderealRad(day, gridMoment(grid, first + i))
		);
		stretches.push({ first, cos: sidereal.map(Math.cos), sin: sidereal.map(Math.sin) });
		first = end;
	}
	return stretches;
}

/**
 * The arc cosine in degrees, to 1.3e-6 of them, faster than `Math.acos`; beyond -1 and 1 that of those.
 * Source: Abramowitz & Stegun (1964), 4.4.46.
 */
function acosDeg(cosine: number): number {
	const x = Math.min(1, Math.abs(cosine));
	const polynomial =
		((((((-0.0012624911 * x + 0.0066700901) * x - 0.0170881256) * x + 0.030891881) * x - 0.0501743046) * x +
			0.0889789874) *
			x -
			0.2145988016) *
			x +
		1.570796305;
	const angleDeg = Math.sqrt(1 - x) * polynomial * degPerRad;
	return cosine < 0 ? 180 - angleDeg : angleDeg;
}
