import { expect, it } from 'vitest';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { nightTracks } from '#lib/ui/planner/night-tracks.ts';

const facilities = seedFacilities();
const at = parseInstant('2026-11-30T08:00:00Z');
const target = { name: 'one', subject: null, raDeg: 30, decDeg: -85 };

it('a night is drawn for a site where the target is up, also where it is nowhere high or is about to set', () => {
	expect(nightTracks(facilities, [target], at, null)!.tracks[0]!.best!.altitudeDeg).toBeGreaterThan(30);
	// 15 degrees from the Sun: of use nowhere, and above the horizon at few sites
	const low = { ...target, raDeg: 236, decDeg: 5 };
	const best = Math.max(
		...facilities
			.filter(({ site }) => site)
			.map(({ facility }) => nightTracks(facilities, [low], at, facility)!.tracks[0]!.best?.altitudeDeg ?? 0)
	);
	expect(best).toBeGreaterThan(0);
	expect(nightTracks(facilities, [low], at, null)!.tracks[0]!.best).not.toBeNull();
	// where it sets at the end of dusk, at Palomar, the next night is not the one that is drawn
	const evening = parseInstant('2026-11-30T02:00:00Z');
	const setting = { ...target, raDeg: 255, decDeg: 10 };
	expect(nightTracks(facilities, [setting], evening, null)!.tracks[0]!.best).not.toBeNull();
});

it('of the sites that have a window the one with the longest in the night that is drawn is taken, unless another is asked for', () => {
	const window = (facility: string, from: string, to: string) => ({
		facility,
		from_at: parseInstant(`2026-11-30T${from}Z`),
		to_at: parseInstant(`2026-11-30T${to}Z`)
	});
	const windows = [window('palomar-60', '09:00', '09:30'), window('lco-elp', '08:00', '08:10')];
	const m13 = { ...target, raDeg: 250.42, decDeg: 36.46 };
	expect(nightTracks(facilities, [m13], at, null, windows)!.facility).toBe('palomar-60');
	expect(nightTracks(facilities, [m13], at, 'liverpool', windows)!.facility).toBe('liverpool');
	// after Palomar's sunrise
	const late = [window('palomar-60', '15:30', '23:00'), window('gemini-north', '12:00', '12:05')];
	expect(nightTracks(facilities, [m13], at, null, late)!.facility).toBe('gemini-north');
});
