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
	const events = [...new Set(wanted.flatMap(({ event }) => event ?? []))].sort();
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
		'Instrument               | Target               | RA (J2000)  | Dec          | Begin            | Band | Lim. mag',
		...sorted.slice(0, mostRows).map(rowOf),
		...(sorted.length > mostRows ? [`... and ${sorted.length - mostRows} more`] : []),
		''
	];
}

function rowOf(observation: Observation): string {
	const { instrument, place, from, band, depthMag } = observation;
	return [
		instrument.padEnd(24).slice(0, 24),
		(targetOf(observation) ?? '').padEnd(20).slice(0, 20),
		formatRaHms(place!.raDeg, 2),
		formatDecDms(place!.decDeg, 1).padEnd(12),
		minute(from),
		(band ?? '').padEnd(4),
		depthMag === null ? '' : depthMag.toFixed(2)
	].join(' | ');
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
