import { formatDecDms, formatRaHms } from '#lib/sky/angle.ts';
import { formatInstant } from '#lib/sky/time.ts';
import {
	isOff,
	leftOutSentence,
	targetOf,
	whereOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';

const mostRows = 200;

/**
 * A summary in the plain text of a GCN circular: what was executed, and what is planned, with instrument, position, band, time and
 * depth, in ASCII. People add who they are, and what they found.
 */
export function circularOf(
	title: string,
	observations: readonly Observation[],
	facilities: Facilities
): Exported<string> {
	const wanted = observations.filter((one) => !isOff(one) && one.place !== null);
	const hidden = observations.filter(({ place }) => place === null).length;
	// the subject names events only where all of it is for them
	const events = wanted.every(({ event }) => event !== null)
		? [...new Set(wanted.flatMap(({ event }) => event ?? []))].sort()
		: [];
	const executed = wanted.filter(({ state }) => state === 'executed');
	const planned = wanted.filter(({ state }) => state !== 'executed');
	const beyond = [executed, planned].reduce((sum, ones) => sum + Math.max(0, ones.length - mostRows), 0);
	const subject = `${events.length > 0 ? `${events.join(', ')}: ` : ''}${title}`;
	const parts = [
		`SUBJECT: ${subject}`,
		'',
		...section('observed', executed, facilities),
		...section('plan to observe', planned, facilities),
		'All times are UTC; magnitudes are AB and not corrected for Galactic extinction.'
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

function section(what: string, observations: readonly Observation[], facilities: Facilities): string[] {
	if (observations.length === 0) return [];
	const sorted = observations.toSorted((a, b) => a.from - b.from);
	const names = [...new Set(sorted.map((one) => whereOf(one, facilities).facility?.name ?? one.facility))];
	const [first, last] = [sorted[0]!, sorted.at(-1)!];
	const count = `${sorted.length} ${sorted.length === 1 ? 'field' : 'fields'}`;
	return [
		`We ${what} ${count} with ${names.join(', ')},`,
		`from ${minute(first.from)} to ${minute(last.to)}:`,
		'',
		...aligned([
			['Instrument', 'Target', 'RA (J2000)', 'Dec', 'Begin', 'Band', 'Lim. mag'],
			...sorted.slice(0, mostRows).map((one) => rowOf(one, facilities))
		]),
		...(sorted.length > mostRows ? [`... and ${sorted.length - mostRows} more`] : []),
		''
	];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
	return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | '));
}

function rowOf(observation: Observation, facilities: Facilities): string[] {
	const { instrument, place, from, band, depthMag } = observation;
	return [
		ascii(whereOf(observation, facilities).instrument?.name ?? instrument),
		ascii(targetOf(observation) ?? ''),
		formatRaHms(place!.raDeg, 2),
		formatDecDms(place!.decDeg, 1),
		minute(from),
		band ?? '',
		depthMag === null ? '' : depthMag.toFixed(2)
	];
}

function minute(t: Observation['from']): string {
	return formatInstant(t).slice(0, 16).replace('T', ' ');
}

/** GCN takes plain text; letters with marks lose them, and what is none is a question mark. */
function ascii(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\x20-\x7e]/g, '?');
}
