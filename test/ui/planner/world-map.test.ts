import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import { Standpoint } from '#lib/sky/standpoint.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { siteStates } from '#lib/ui/planner/site-states.ts';
import WorldMap from '#lib/ui/planner/WorldMap.svelte';
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

it('facilities near to each other are one mark, each site of it by itself, and dark where it is night', () => {
	const facilities = seedFacilities();
	const marks = worldSites(facilities, parseInstant('2026-11-30T08:00:00Z'));
	const sites = marks.flatMap((mark) => mark.sites);
	expect(sites.flatMap(({ names }) => names)).toHaveLength(
		facilities.filter(({ site }) => site !== null).length
	);
	const of = (name: string) => sites.find(({ names }) => names.some((one) => one.includes(name)))!;
	expect(of('Palomar').darkness).toBe('night');
	expect(of('Sutherland').darkness).toBe('day');
	// an hour after sunset at McDonald, which shares a mark with the Plains of San Agustin further west
	const dusk = worldSites(facilities, parseInstant('2026-11-30T00:55:00Z'));
	const markOf = (facility: string) =>
		dusk.find((mark) => mark.sites.some((one) => one.facilities.includes(facility)))!;
	expect(markOf('lco-elp')).toBe(markOf('vla'));
	expect(markOf('lco-elp').sites.map(({ darkness }) => darkness)).toEqual(['night', 'twilight']);
	expect(markOf('lco-elp').darknessWords).toBe(
		'night at McDonald Observatory, twilight at Plains of San Agustin'
	);
	// six degrees apart are two marks
	expect(markOf('palomar-48')).not.toBe(markOf('veritas'));
	expect(new Set(marks.map(({ id }) => id)).size).toBe(marks.length);
});

it('the keyboard goes over the marks from the left to the right', () => {
	const facilities = seedFacilities();
	const at = parseInstant('2026-11-30T00:55:00Z');
	const sites = siteStates(worldSites(facilities, at), facilities, []);
	const { body } = render(WorldMap, {
		props: { night: [], sites, at, url: new URL('http://host/schedule') }
	});
	const drawing = body.slice(0, body.indexOf('<ul'));
	const met = [...drawing.matchAll(/<a href="#([^"]+)"/g)].map(
		([, id]) => sites.find((one) => one.id === id)!.x
	);
	expect(met).toHaveLength(sites.length);
	expect(met).toEqual(met.toSorted((a, b) => a - b));
});

it('a mark of several sites leads to them below the map, each with its own night, bookings and facilities', () => {
	const facilities = seedFacilities();
	const at = parseInstant('2026-11-30T00:55:00Z');
	const marks = siteStates(worldSites(facilities, at), facilities, []);
	const mark = marks.find(({ sites }) => sites.some(({ facilities: own }) => own.includes('vla')))!;
	expect(mark.words).toMatch(
		/^McDonald Observatory and 1 near\. McDonald Observatory: night; .*\. Plains of San Agustin: twilight; .*$/
	);
	const url = new URL('http://host/schedule');
	const { body } = render(WorldMap, { props: { night: [], sites: [mark], at, url } });
	expect(body).toContain(`<a href="#${mark.id}" aria-label="${mark.words}"`);
	expect(body).toContain(`id="${mark.id}"`);
	const below = body.slice(body.indexOf('<ul'));
	for (const { words, facilities: own } of mark.sites) {
		expect(below).toContain(words);
		expect(below).toContain(`href="/facilities/${own[0]}"`);
	}
});

it('a site says in words how dark it is, what its telescopes are booked for, and what is free', () => {
	const facilities = seedFacilities().filter(({ facility }) => facility.startsWith('palomar'));
	const at = parseInstant('2026-11-30T08:00:00Z');
	const block = {
		...{ facility: 'palomar-60', telescope: 'p60', instrument: 'sedm-rc', ra_deg: 250.42, dec_deg: 36.46 },
		...{ from_at: parseInstant('2026-11-30T07:45:00Z'), to_at: parseInstant('2026-11-30T08:15:00Z') },
		...{ band: 'r', label: 'M 13' }
	};
	const sites = worldSites(facilities, at);
	const [booked] = siteStates(sites, facilities, [block]);
	expect(booked!.isBooked).toBe(true);
	expect(booked!.words).toMatch(
		/^Palomar.*: night; booked: Palomar 60-inch.* for M 13 until 08:15; \d telescopes? free$/
	);
	const [redacted] = siteStates(sites, facilities, [
		{ ...block, label: null, is_redacted: true, owner: null }
	]);
	expect(redacted!.words).toContain('for somebody until 08:15');
	const [free] = siteStates(sites, facilities, []);
	expect(free!.words).not.toContain('booked');
	const url = new URL('http://host/schedule');
	const { body } = render(WorldMap, { props: { night: [], sites: [booked!], at, url } });
	expect(body).toContain(`aria-label="${booked!.words}"`);
	expect(body).toContain(`<title>${booked!.words}</title>`);
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
