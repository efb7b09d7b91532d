import { formatDecDms, formatRaHms } from '#lib/sky/angle.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { coveredProbability } from '../coverage/atoms.ts';
import { listed } from '../listed.ts';
import {
	fieldOf,
	isOff,
	leftOutSentence,
	targetOf,
	whereOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';

const mostRows = 200;

/** The newest map of an event that is known. */
export interface EventMap {
	readonly name: string;
	readonly knownAt: Instant;
	readonly skymap: Skymap;
}

/** Maps by event, of those of which one is known. */
export type EventMaps = ReadonlyMap<string, EventMap>;

/** Events for which observations are that a circular tells. */
export function eventsOf(observations: readonly Observation[]): string[] {
	return [...new Set(observations.flatMap((one) => (isTold(one) ? (one.event ?? []) : [])))].sort();
}

function isTold(one: Observation): boolean {
	return !isOff(one) && one.place !== null;
}

/**
 * A summary in the plain text of a GCN circular: what was executed, and what is planned, how much of the localization of each event
 * that covers, with instrument, position, band, time and depth, in ASCII. Of events that are `retracted` it says so first. People add
 * who they are, and what they found.
 */
export function circularOf(
	title: string,
	observations: readonly Observation[],
	facilities: Facilities,
	maps: EventMaps,
	retracted: ReadonlySet<string>
): Exported<string> {
	const wanted = observations.filter(isTold);
	const hidden = observations.filter(({ place }) => place === null).length;
	// the subject names events only where all of it is for them
	const events = wanted.every(({ event }) => event !== null) ? eventsOf(wanted) : [];
	const executed = wanted.filter(({ state }) => state === 'executed');
	const planned = wanted.filter(({ state }) => state !== 'executed');
	const beyond = [executed, planned].reduce((sum, ones) => sum + Math.max(0, ones.length - mostRows), 0);
	const subject = `${events.length > 0 ? `${events.join(', ')}: ` : ''}${title}`;
	const parts = [
		`SUBJECT: ${subject}`,
		'',
		...retractedWords(eventsOf(wanted).filter((event) => retracted.has(event))),
		...section('observed', executed, facilities, coveredWords(executed, [], facilities, maps)),
		...section('plan to observe', planned, facilities, coveredWords(planned, executed, facilities, maps)),
		wanted.some(({ depthMag }) => depthMag !== null)
			? 'All times are UTC; magnitudes are AB and not corrected for Galactic extinction.'
			: 'All times are UTC.'
	];
	return {
		content: parts.map((line) => `${ascii(line).trimEnd()}\n`).join(''),
		leftOut: [
			...leftOutSentence(hidden, 'where they look is hidden'),
			...leftOutSentence(observations.filter(isOff).length, 'they came to nothing, or are wanted no more'),
			...leftOutSentence(beyond, `a circular lists ${mostRows} of a kind at most; the text has their number`)
		]
	};
}

function retractedWords(events: readonly string[]): string[] {
	if (events.length === 0) return [];
	return [...wrapped(`${listed(events)} ${events.length === 1 ? 'is' : 'are'} retracted.`), ''];
}

function section(
	what: string,
	observations: readonly Observation[],
	facilities: Facilities,
	covered: readonly string[]
): string[] {
	if (observations.length === 0) return [];
	const sorted = observations.toSorted((a, b) => a.from - b.from);
	const names = [...new Set(sorted.map((one) => whereOf(one, facilities).facility?.name ?? one.facility))];
	const last = Math.max(...sorted.map(({ to }) => to)) as Instant;
	return [
		...wrapped(
			`We ${what} ${placesOf(sorted, facilities)} with ${listed(names)}, from ${minute(sorted[0]!.from)} to ${minute(last)} UTC.`
		),
		...covered.flatMap(wrapped),
		'',
		...aligned([
			['Instrument', 'Target', 'RA (J2000)', 'Dec', 'Begin', 'Exposure', 'Band', 'Lim. mag'],
			...sorted.slice(0, mostRows).map((one) => rowOf(one, facilities))
		]),
		...(sorted.length > mostRows ? [`... and ${sorted.length - mostRows} more`] : []),
		''
	];
}

/** `1 field in 3 observations, in g and r`: what is looked at, however often, and in which bands. */
function placesOf(observations: readonly Observation[], facilities: Facilities): string {
	const places = placeCount(observations, facilities);
	const fields = observations.filter(({ event }) => event !== null).length;
	const noun = fields === observations.length ? 'field' : fields === 0 ? 'target' : 'position';
	const bands = [...new Set(observations.flatMap(({ band }) => band ?? []))].sort();
	const often = observations.length > places ? ` in ${observations.length} observations` : '';
	return `${counted(places, noun)}${often}${bands.length > 0 ? `${often === '' ? '' : ','} in ${listed(bands)}` : ''}`;
}

/** Telescopes come back to a field within this part of its radius, and to a target within so many degrees. */
const [sameField, sameTargetDeg] = [0.1, 1 / 3600];

/** How many places are looked at: a field that is looked at again, a little beside it and in another band, is the same. */
function placeCount(observations: readonly Observation[], facilities: Facilities): number {
	const radii = new Map<string, number>();
	const radiusOf = (one: Observation) => {
		const key = `${one.facility}/${one.instrument}`;
		if (!radii.has(key)) radii.set(key, fieldOf(one, facilities)?.boundingRadiusDeg ?? 0);
		return radii.get(key)!;
	};
	// by declination: what is within reach of a place stands shortly before it
	const places: { raDeg: number; decDeg: number }[] = [];
	const sorted = observations.toSorted((a, b) => a.place!.decDeg - b.place!.decDeg);
	for (const one of sorted) {
		const { raDeg, decDeg } = one.place!;
		const reachDeg = one.event === null ? sameTargetDeg : Math.max(sameTargetDeg, sameField * radiusOf(one));
		let i = places.length - 1;
		while (
			i >= 0 &&
			decDeg - places[i]!.decDeg <= reachDeg &&
			separationDeg(raDeg, decDeg, places[i]!.raDeg, places[i]!.decDeg) > reachDeg
		)
			i--;
		if (i < 0 || decDeg - places[i]!.decDeg > reachDeg) places.push({ raDeg, decDeg });
	}
	return places.length;
}

/** How much of the newest map of each event some observations cover, and with those before them, a sentence each. */
function coveredWords(
	observations: readonly Observation[],
	before: readonly Observation[],
	facilities: Facilities,
	maps: EventMaps
): string[] {
	return eventsOf(observations).flatMap((event) => {
		const map = maps.get(event);
		const [own, earlier] = [observations, before].map((ones) =>
			ones.flatMap((one) => (one.event === event ? (fieldOf(one, facilities) ?? []) : []))
		);
		if (!map || own!.length === 0) return [];
		const covered = percent(coveredProbability(map.skymap, own!));
		const together =
			earlier!.length === 0
				? ''
				: `, and ${percent(coveredProbability(map.skymap, [...earlier!, ...own!]))} with what was observed before`;
		return [
			`${own!.length === 1 ? 'This covers' : 'These cover'} ${covered} of the probability of the localization of ${event} (${map.name}, known at ${minute(map.knownAt)} UTC)${together}.`
		];
	});
}

function percent(share: number): string {
	return share > 0 && share < 0.0005 ? 'less than 0.1%' : `${(100 * share).toFixed(1)}%`;
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const mostColumns = 72;

/** A sentence in lines as mail has them. */
function wrapped(sentence: string): string[] {
	const lines: string[] = [];
	for (const word of sentence.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= mostColumns)
			lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
	return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | '));
}

function rowOf(observation: Observation, facilities: Facilities): string[] {
	const { instrument, place, from, exposureSec, exposures, band, depthMag } = observation;
	return [
		ascii(whereOf(observation, facilities).instrument?.name ?? instrument),
		ascii(targetOf(observation) ?? ''),
		formatRaHms(place!.raDeg, 2),
		formatDecDms(place!.decDeg, 1),
		minute(from),
		exposureSec === null ? '' : `${exposures ?? 1}x${exposureSec}s`,
		band ?? '',
		depthMag === null ? '' : depthMag.toFixed(2)
	];
}

function minute(t: Instant): string {
	return formatInstant(t).slice(0, 16).replace('T', ' ');
}

/** GCN takes plain text; letters with marks lose them, and what is none is a question mark. */
function ascii(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\x20-\x7e]/g, '?');
}
