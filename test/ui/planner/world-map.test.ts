import { expect, it } from 'vitest';
import { Standpoint } from '#lib/sky/standpoint.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { subsolarPoint, worldSites, worldWidth } from '#lib/ui/plots/world-map.ts';

it.each(['2026-06-21T12:00:00Z', '2026-12-21T03:30:00Z', '2026-03-20T20:15:00Z'])(
	'the Sun stands in the zenith of where the map of %s has it',
	(text) => {
		const at = parseInstant(text);
		const { latDeg, lonDeg } = subsolarPoint(at);
		expect(lonDeg).toBeGreaterThanOrEqual(-180);
		expect(lonDeg).toBeLessThan(180);
		expect(new Standpoint({ latDeg, lonDeg, heightM: 0 }).sunAltitudeDeg(at)).toBeGreaterThan(89.95);
	}
);

it('facilities near to each other are one site, and dark where it is night', () => {
	const facilities = seedFacilities();
	const sites = worldSites(facilities, parseInstant('2026-11-30T08:00:00Z'));
	expect(sites.flatMap(({ names }) => names)).toHaveLength(
		facilities.filter(({ site }) => site !== null).length
	);
	const of = (name: string) => sites.find(({ names }) => names.some((one) => one.includes(name)))!;
	expect(of('Palomar').isDark).toBe(true);
	expect(of('Sutherland').isDark).toBe(false);
	expect(sites.length).toBeLessThan(12);
});

it('names of sites stay on the map', () => {
	for (const { label, x, isLeft } of worldSites(seedFacilities(), parseInstant('2026-11-30T08:00:00Z'))) {
		const width = 6.6 * label.length + 9;
		expect(isLeft ? x - width : worldWidth - x - width, label).toBeGreaterThan(0);
	}
});
