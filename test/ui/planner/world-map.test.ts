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

it('labels of sites lie within the map and over neither each other nor another site', () => {
	const sites = worldSites(seedFacilities(), parseInstant('2026-11-30T08:00:00Z'));
	for (const site of sites) {
		const { left, right, y } = site.labelBox;
		expect(left, site.label).toBeGreaterThanOrEqual(0);
		expect(right, site.label).toBeLessThanOrEqual(worldWidth);
		for (const other of sites) {
			if (other === site) continue;
			const box = other.labelBox;
			const isOver = box.left < right && left < box.right && Math.abs(box.y - y) < 12;
			expect(isOver, `${site.label} over ${other.label}`).toBe(false);
			const isOnSite = other.x > left && other.x < right && Math.abs(other.y + 4 - y) < 12;
			expect(isOnSite, `${site.label} on ${other.label}`).toBe(false);
		}
	}
});
