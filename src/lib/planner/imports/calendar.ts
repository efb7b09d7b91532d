import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/** An event of a calendar that takes time. */
export interface CalendarEvent {
	readonly uid: string | null;
	readonly from: Instant;
	/** Not in it. */
	readonly to: Instant;
	readonly summary: string | null;
	/** CLASS: whether others may read its summary. */
	readonly isPrivate: boolean;
}

interface Property {
	readonly parameters: Readonly<Record<string, string>>;
	readonly value: string;
}

/**
 * Events of an iCalendar (RFC 5545) that take time: those that are cancelled or take none (TRANSP:TRANSPARENT) are told and left
 * out, as are those that repeat, or whose times are not UTC, since other zones and floating times depend on rules of places.
 * @throws LookbackError `planner/bad-calendar` for a text that is no calendar.
 */
export function readCalendar(text: string): {
	readonly events: readonly CalendarEvent[];
	readonly refused: readonly string[];
} {
	if (!/^\uFEFF?BEGIN:VCALENDAR\r?$/im.test(text) || !/^END:VCALENDAR\s*$/im.test(text))
		throw new LookbackError(
			'incorrect',
			'planner/bad-calendar',
			'The calendar cannot be read: it does not go from BEGIN:VCALENDAR to END:VCALENDAR.'
		);
	const events: CalendarEvent[] = [];
	const refused: string[] = [];
	for (const properties of componentsOf(text)) {
		const name = propertyText(properties, 'SUMMARY') ?? propertyText(properties, 'UID') ?? 'an event';
		try {
			const event = eventOf(properties);
			if (typeof event === 'string') refused.push(`${name}: ${event}`);
			else events.push(event);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			refused.push(`${name}: ${error.message}`);
		}
	}
	return { events, refused };
}

type Properties = ReadonlyMap<string, Property>;

/** The properties of each VEVENT, without those of alarms in it. */
function componentsOf(text: string): Properties[] {
	const lines = text
		.replace(/^\uFEFF/, '')
		.replace(/\r?\n[ \t]/g, '')
		.split(/\r?\n/);
	const components: Map<string, Property>[] = [];
	const within: string[] = [];
	for (const line of lines) {
		const match = /^([A-Za-z\d-]+)((?:;[^:;="]+=(?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)*):(.*)$/.exec(
			line
		);
		if (!match) continue;
		const [, written = '', parameters = '', value = ''] = match;
		const name = written.toUpperCase();
		if (name === 'BEGIN') {
			within.push(value.toUpperCase());
			if (within.at(-1) === 'VEVENT') components.push(new Map());
		} else if (name === 'END') within.pop();
		else if (within.at(-1) === 'VEVENT')
			components.at(-1)!.set(name, { parameters: parametersOf(parameters), value });
	}
	return components;
}

function parametersOf(text: string): Record<string, string> {
	const found = text.matchAll(/;([^:;="]+)=("[^"]*"|[^;]*)/g);
	return Object.fromEntries(
		[...found].map(([, name, value]) => [name!.toUpperCase(), value!.replaceAll('"', '')])
	);
}

/** The event, or why it is left out. */
function eventOf(properties: Properties): CalendarEvent | string {
	if (properties.get('STATUS')?.value.toUpperCase() === 'CANCELLED') return 'it is cancelled.';
	if (properties.get('TRANSP')?.value.toUpperCase() === 'TRANSPARENT') return 'it takes no time (TRANSP).';
	if (properties.has('RRULE') || properties.has('RDATE'))
		return 'it repeats, and rules of repetition are not read; its occurrences have to be told one by one.';
	const start = properties.get('DTSTART');
	if (!start) return 'it has no DTSTART.';
	const from = momentOf(start, 'DTSTART');
	const end = properties.get('DTEND');
	const duration = properties.get('DURATION');
	const to = end
		? momentOf(end, 'DTEND')
		: duration
			? ((from + durationOf(duration.value)) as Instant)
			: ((from + (isDate(start) ? microsecondsPerDay : 0)) as Instant);
	if (!(from < to)) return 'it takes no time: it ends when it begins, or before.';
	if (!Number.isSafeInteger(to)) return 'it ends after 2255-06-05, beyond which no time is kept.';
	const access = properties.get('CLASS')?.value.toUpperCase() ?? 'PUBLIC';
	return {
		uid: propertyText(properties, 'UID'),
		from,
		to,
		summary: propertyText(properties, 'SUMMARY'),
		isPrivate: access !== 'PUBLIC'
	};
}

function isDate({ parameters, value }: Property): boolean {
	return parameters.VALUE === 'DATE' || /^\d{8}$/.test(value);
}

function momentOf(property: Property, name: string): Instant {
	const { parameters, value } = property;
	const [, year, month, day, hour = '00', minute = '00', second = '00'] =
		/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(?:Z)?)?$/.exec(value) ?? [];
	if (year === undefined) throw bad(`its ${name} is '${value.slice(0, 50)}', which is no time`);
	const isUtc = value.endsWith('Z') || /^(Etc\/)?(UTC|GMT|Zulu)$/i.test(parameters.TZID ?? '');
	if (!isDate(property) && !isUtc)
		throw bad(
			`its ${name} is ${parameters.TZID ? `in ${parameters.TZID.slice(0, 50)}` : 'in no zone'}, and only UTC is read`
		);
	return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Microseconds of `P1DT2H30M`. */
function durationOf(text: string): number {
	const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
	if (!match) throw bad(`its DURATION is '${text.slice(0, 50)}', which is none`);
	const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.map((part) => Number(part ?? 0));
	return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e6;
}

/** Text without its escapes (RFC 5545, section 3.3.11). */
function propertyText(properties: Properties, name: string): string | null {
	const value = properties.get(name)?.value;
	if (!value) return null;
	return value.replace(/\\([\\;,nN])/g, (_, letter: string) => (/n/i.test(letter) ? '\n' : letter));
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-calendar', `${why}.`);
}
