import { LookbackError } from '#lib/errors.ts';
import type { Facility, Instrument } from '../facilities/facility.ts';
import { instrumentOf } from '../facilities/limits.ts';
import type { ImportHints } from './imported.ts';

export interface Chosen {
	readonly facility: Facility;
	readonly instrument: Instrument;
}

/**
 * The instrument that a file means. Hints go before what it says. Names count without case, spaces and punctuation, as ids or as
 * names of facilities, telescopes and instruments; one that fits several, or none, is told and never guessed.
 * @throws LookbackError `planner/which-facility`, `planner/which-instrument`, `planner/no-instrument`.
 */
export function whichInstrument(
	hints: Pick<ImportHints, 'facilities' | 'facility' | 'instrument'>,
	told: { readonly facility: string | null; readonly instrument: string | null }
): Chosen {
	const facilityTold = hints.facility ?? told.facility;
	const instrumentTold = hints.instrument ?? told.instrument;
	const facilities = facilitiesNamed(hints.facilities, facilityTold, instrumentTold);
	if (facilities.length !== 1)
		throw new LookbackError(
			'incorrect',
			'planner/which-facility',
			facilities.length === 0
				? `No facility here is called '${facilityTold ?? instrumentTold ?? ''}'${suggested(hints.facilities, facilityTold)}. It can be told by --facility.`
				: `Which facility is meant by '${facilityTold ?? instrumentTold ?? 'nothing'}' is not told: ${listed(facilities.map(({ facility }) => facility))}. It can be told by --facility.`,
			{ facility: facilityTold, instrument: instrumentTold }
		);
	const [facility] = facilities as [Facility];
	const all = facility.telescopes.flatMap(({ instruments }) => instruments);
	// the facility may be told by one of its telescopes
	const telescope = facility.telescopes.find(
		(one) =>
			facilityTold !== null && (isNamed(facilityTold, one.telescope) || isNamed(facilityTold, one.name))
	);
	const among = telescope && hints.facility === null ? telescope.instruments : all;
	if (instrumentTold === null) {
		if (among.length === 1) return { facility, instrument: among[0]! };
		throw new LookbackError(
			'incorrect',
			'planner/which-instrument',
			`Which instrument of ${facility.name} it was is not told: ${listed(among.map(({ instrument }) => instrument))}. It can be told by --instrument.`,
			{ facility: facility.facility }
		);
	}
	const named = all.filter((one) => isInstrument(instrumentTold, one));
	if (named.length === 1) return { facility, instrument: named[0]! };
	if (named.length > 1)
		throw new LookbackError(
			'incorrect',
			'planner/which-instrument',
			`Which instrument of ${facility.name} is meant by '${instrumentTold}' is not told: ${listed(named.map(({ instrument }) => instrument))}. It can be told by --instrument.`,
			{ facility: facility.facility }
		);
	return { facility, instrument: instrumentOf(facility, instrumentTold).instrument };
}

function facilitiesNamed(
	facilities: readonly Facility[],
	facility: string | null,
	instrument: string | null
): Facility[] {
	if (facility !== null) {
		const exact = facilities.filter((one) => one.facility === facility);
		if (exact.length > 0) return exact;
		return facilities.filter(
			(one) =>
				isNamed(facility, one.facility) ||
				isNamed(facility, one.name) ||
				one.telescopes.some(({ telescope, name }) => isNamed(facility, telescope) || isNamed(facility, name))
		);
	}
	if (instrument === null) return [...facilities];
	return facilities.filter((one) =>
		one.telescopes.some(({ instruments }) => instruments.some((it) => isInstrument(instrument, it)))
	);
}

function isInstrument(told: string, { instrument, name }: Instrument): boolean {
	return isNamed(told, instrument) || isNamed(told, name);
}

function isNamed(told: string, name: string): boolean {
	return plain(told) === plain(name);
}

function plain(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Facilities of which the name begins so. */
function suggested(facilities: readonly Facility[], told: string | null): string {
	const near = facilities.filter(({ name }) => told !== null && plain(name).startsWith(plain(told)));
	return near.length === 0 ? '' : `; ${listed(near.map(({ facility }) => facility))}`;
}

function listed(names: readonly string[]): string {
	const most = 8;
	const more = names.length > most ? `, and ${names.length - most} more` : '';
	return `it could be ${names.slice(0, most).join(', ')}${more}`;
}

/** A band as the instrument calls it: `ztfr`, `sdss-r`, `R_band` where it has r; else as it is told. */
export function bandOf(told: string | null, { instrument, bands }: Instrument): string | null {
	if (told === null) return null;
	if (bands.includes(told)) return told;
	const short = told.replace(/^(ztf|sdss|ps1|lsst)[-_ ]?/i, '').replace(/[-_ ]?band$/i, '');
	const bare = short.toLowerCase().startsWith(instrument) ? short.slice(instrument.length) : short;
	return bands.includes(bare) ? bare : told;
}
