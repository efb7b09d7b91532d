import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { formatEventUid } from '../event-uid.ts';
import { isOff, targetOf, whereOf, type Facilities, type Observation } from './observation.ts';

/**
 * Observations as an iCalendar (RFC 5545): accepted time is busy and confirmed, what is only wanted is tentative and free, what was
 * declined, withdrawn or lost is cancelled. Times are UTC to the second. Of a redacted block it says that the telescope is taken.
 */
export function calendarOf(
	name: string,
	observations: readonly Observation[],
	facilities: Facilities
): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Lookback//Lookback//EN',
		'CALSCALE:GREGORIAN',
		`X-WR-CALNAME:${escaped(name)}`,
		...(observations.length === 0 ? utc : observations.flatMap((one) => eventOf(one, facilities))),
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** A calendar has at least one component (section 3.6): where there is no event, the zone of all its times. */
const utc = [
	'BEGIN:VTIMEZONE',
	'TZID:Etc/UTC',
	'BEGIN:STANDARD',
	'DTSTART:19700101T000000',
	'TZOFFSETFROM:+0000',
	'TZOFFSETTO:+0000',
	'TZNAME:UTC',
	'END:STANDARD',
	'END:VTIMEZONE'
];

function eventOf(observation: Observation, facilities: Facilities): string[] {
	const { id, facility: facilityName, from, to, state, sequence, toldAt, isRedacted } = observation;
	const { facility, instrument } = whereOf(observation, facilities);
	const site = facility?.site;
	const where = [instrument?.name ?? observation.instrument, facility?.name ?? facilityName].join(', ');
	const isTaken = state === 'accepted' || state === 'executed';
	return [
		'BEGIN:VEVENT',
		`UID:${escaped(formatEventUid({ facility: facilityName, id }))}`,
		`DTSTAMP:${moment(toldAt)}`,
		`SEQUENCE:${sequence}`,
		`DTSTART:${moment(from)}`,
		// an event that ends when it begins must not say so (section 3.6.1)
		...(secondOf(to) > secondOf(from) ? [`DTEND:${moment(to)}`] : []),
		`SUMMARY:${escaped(isRedacted ? `Busy: ${where}` : `${targetOf(observation) ?? 'Observation'}: ${where}`)}`,
		`DESCRIPTION:${escaped(descriptionOf(observation))}`,
		`LOCATION:${escaped(site?.name ?? facility?.name ?? facilityName)}`,
		...(site ? [`GEO:${site.latDeg.toFixed(6)};${site.lonDeg.toFixed(6)}`] : []),
		`STATUS:${isOff(observation) ? 'CANCELLED' : isTaken ? 'CONFIRMED' : 'TENTATIVE'}`,
		`TRANSP:${isTaken ? 'OPAQUE' : 'TRANSPARENT'}`,
		`CATEGORIES:${escaped(state)}`,
		'END:VEVENT'
	];
}

function descriptionOf(observation: Observation): string {
	const { state, place, band, exposureSec, exposures, campaign, owner, isRedacted } = observation;
	if (isRedacted) return `State: ${state}\nWhat it is for is not told.`;
	return [
		`State: ${state}`,
		...(place ? [`ICRS: ${place.raDeg.toFixed(5)} ${signed(place.decDeg)} deg`] : []),
		...(band === null ? [] : [`Band: ${band}`]),
		...(exposureSec === null ? [] : [`Exposures: ${exposures ?? 1} x ${exposureSec} s`]),
		...(campaign === null ? [] : [`Campaign: ${campaign}`]),
		...(owner === null ? [] : [`For: ${owner}`])
	].join('\n');
}

function signed(decDeg: number): string {
	return `${decDeg < 0 ? '' : '+'}${decDeg.toFixed(5)}`;
}

function secondOf(t: Instant): number {
	return Math.floor(t / 1e6);
}

/** `20190814T211039Z` */
function moment(t: Instant): string {
	return formatInstant((secondOf(t) * 1e6) as Instant).replace(/[-:]/g, '');
}

/** Text as a value (section 3.3.11); control characters have no place in it. */
function escaped(text: string): string {
	return text
		.replace(/[\\;,]/g, (letter) => `\\${letter}`)
		.replace(/\r\n|\r|\n/g, '\\n')
		.replace(/(?!\t)\p{Cc}/gu, '');
}

const longestBytes = 75;

/** A content line in pieces of at most 75 bytes, never within a character (section 3.1). */
function folded(line: string): string {
	const pieces: string[] = [''];
	let bytes = 0;
	for (const character of line) {
		const size = Buffer.byteLength(character);
		if (bytes + size > longestBytes) {
			pieces.push('');
			// the blank that begins a piece counts
			bytes = 1;
		}
		pieces[pieces.length - 1] += character;
		bytes += size;
	}
	return pieces.join('\r\n ');
}
