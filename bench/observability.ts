import { limitsOf, standpointOf } from '#lib/planner/facilities/limits.ts';
import { seedFacilities } from '#lib/planner/facilities/seed.server.ts';
import { altitudeTable, moonDistanceTable } from '#lib/planner/observability/altitude-table.ts';
import { all } from '#lib/planner/observability/constraint.ts';
import { constraintOf } from '#lib/planner/observability/description.ts';
import { jointWindows } from '#lib/planner/observability/joint.ts';
import { preparedFor } from '#lib/planner/observability/prepared.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { targetLine } from './support/figures.ts';
import { loadLine } from './support/server.ts';
import { measured } from './support/usage.ts';

/*
 * Where 1,000 targets can be seen from 25 facilities on one night: tables at steps of a minute, and windows to the
 * second with the facilities' own limits. One thread; processor time is what counts.
 */

const targetSec = 2;
const night = { from: parseInstant('2019-10-01T12:00Z'), to: parseInstant('2019-10-02T12:00Z') };
const grid = { from: night.from, stepSec: 60, count: 1440 };
const facilities = seedFacilities()
	.filter((one) => one.kind === 'ground')
	.slice(0, 25);
/** Even on the sphere: a spiral of Fibonacci. */
const targets = Array.from({ length: 1000 }, (_, i) => ({
	raDeg: (i * 137.507764) % 360,
	decDeg: (Math.asin((2 * i + 1) / 1000 - 1) * 180) / Math.PI
}));
const asked = constraintOf({ airmassMax: 2.5, sunAltitudeMaxDeg: -12, moonDistanceMinDeg: 30 });

console.log(`${targets.length} targets, ${facilities.length} facilities, 24 h; ${loadLine()}`);
for (const run of ['first', 'second', 'third']) {
	console.log(`${run} run`);
	await timed('altitudes and distances from the Moon at 1,440 minutes', () => {
		let up = 0;
		for (const facility of facilities) {
			const altitudes = altitudeTable(standpointOf(facility), targets, grid);
			const distances = moonDistanceTable(standpointOf(facility), targets, grid);
			for (let i = 0; i < altitudes.length; i++) if (altitudes[i]! > 30 && distances[i]! > 30) up++;
		}
		return `${up} of them up`;
	});
	await timed('windows to the second', () => {
		let found = 0;
		for (const facility of facilities) {
			const standpoint = standpointOf(facility);
			const constraint = preparedFor(
				all(limitsOf(facility, facility.telescopes[0]!), asked),
				standpoint,
				night
			);
			for (const target of targets) found += windows(constraint, new Sight(standpoint, target), night).length;
		}
		return `${found} windows`;
	});
	await timed('joint windows of 2 facilities for 1,000 targets', () => {
		const two = ['lco-elp', 'lco-lsc'].map((name) => facilities.find((one) => one.facility === name)!);
		let found = 0;
		for (const target of targets)
			found += jointWindows(
				two.map((one) => ({
					who: one.facility,
					windows: windows(asked, new Sight(standpointOf(one), target), night)
				}))
			).length;
		return `${found} windows`;
	});
}

async function timed(what: string, work: () => string): Promise<void> {
	const { value, usage } = await measured(async () => work());
	const figure = `${usage.cpuSec.toFixed(2)} s processor time, ${usage.wallSec.toFixed(2)} s in all; ${value}`;
	console.log(targetLine(`${what}, ${targetSec} s`, figure, usage.cpuSec < targetSec));
}
