import type { EventSummary, Headline, RecentObject, Statement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { propertyText, unitText } from '#lib/archive/told-text.ts';

/** One thing that became known, in words. */
export interface FeedEntry {
	readonly at: Instant;
	/** Told by a sign too: `+` new, `~` changed, `−` taken back. */
	readonly sign: '+' | '~' | '−';
	/** Name of what it is about, and its page's address without the leading slash. */
	readonly name: string;
	readonly subject: string;
	readonly what: string;
	/** Who said so. */
	readonly who: string;
}

interface News {
	readonly events: readonly EventSummary[];
	readonly notices: readonly Headline[];
	readonly statements: readonly Statement[];
}

/** The latest of everything, newest first, at most `most` entries. */
export function feedOf(news: News, objects: readonly RecentObject[], most: number): FeedEntry[] {
	return [...ofEvents(news), ...ofStatements(news.statements), ...ofObjects(objects)]
		.sort((a, b) => b.at - a.at || (a.subject < b.subject ? -1 : 1))
		.slice(0, most);
}

export const eventKinds: Readonly<Record<string, string>> = {
	gw: 'gravitational-wave event',
	grb: 'gamma-ray burst',
	neutrino: 'neutrino event',
	transient: 'transient'
};

function ofEvents({ events, notices }: News): FeedEntry[] {
	return events.map((event) => {
		const last = notices.find((notice) => notice.event === event.event);
		const base = {
			at: event.last_known_at,
			name: event.event,
			subject: `events/${event.event}`,
			who: last?.stream ?? ''
		};
		if (event.retracted) return { ...base, sign: '−', what: 'was retracted' };
		if (last?.kind === 'circular')
			return { ...base, sign: '~', what: `has a circular: ${last.title ?? last.notice_id}` };
		if (event.notices === 1)
			return { ...base, sign: '+', what: `is a new ${eventKinds[event.event_kind] ?? 'event'}` };
		return {
			...base,
			sign: '~',
			what: `has ${event.notices} notices; the last is ${lastKinds[event.last_kind ?? ''] ?? 'of another kind'}`
		};
	});
}

const lastKinds: Readonly<Record<string, string>> = {
	'early-warning': 'an early warning',
	preliminary: 'a preliminary one',
	initial: 'an initial one',
	update: 'an update'
};

/** One entry for what an agent says of a property: the newest, and of how many others it said the like. */
function ofStatements(statements: readonly Statement[]): FeedEntry[] {
	const byAgent = Map.groupBy(statements, ({ property, agent }) => `${property} ${agent}`);
	return [...byAgent.values()].map((said) => {
		const { known_at, subject, value_text, value_number, unit, agent } = said[0]!;
		const property = propertyText(said[0]!.property);
		const amount = value_number === null ? '' : String(Number(value_number.toPrecision(5)));
		const value = value_text ?? [amount, unit && unitText(unit)].filter(Boolean).join(' ');
		const others = new Set(said.map((one) => one.subject)).size - 1;
		return {
			at: known_at,
			sign: '+',
			name: subject.split('/').at(-1)!,
			subject,
			what: `${wordsOf(property, value)}${others ? `; ${counted(others, `more ${property}`)}` : ''}`,
			who: agent
		};
	});
}

/** `1 more class`, `37 more classes`. */
function counted(count: number, what: string): string {
	const plural = what.replace(/ss$/, 'sse').replace(/y$/, 'ie');
	return `${count.toLocaleString('en')} ${count === 1 ? what : `${plural}s`}`;
}

function wordsOf(property: string, value: string): string {
	const short = value.split('/').at(-1)!;
	if (property === 'class') return `is classed ${value}`;
	if (property === 'name') return `is named ${value}`;
	if (property === 'identity') return `is ${short}`;
	return `has ${property} ${value}`;
}

/** One entry a survey: its newest object that was new, and how many others were. */
function ofObjects(objects: readonly RecentObject[]): FeedEntry[] {
	const fresh = Map.groupBy(
		objects.filter((object) => object.is_new),
		({ survey }) => survey
	);
	return [...fresh].map(([survey, [newest, ...others]]) => ({
		at: newest!.last_known_at,
		sign: '+',
		name: newest!.object_id,
		subject: `objects/${survey}/${newest!.object_id}`,
		what: `is new${others.length ? `, and ${counted(others.length, 'other object')}` : ''}`,
		who: survey
	}));
}

/** The newest notice of each event, and how many others of it there are among them; those of no event stand alone. */
export function newestOfEach(
	notices: readonly Headline[]
): { readonly notice: Headline; readonly others: number }[] {
	const byEvent = Map.groupBy(notices, ({ event, notice_id }) => event ?? notice_id);
	return [...byEvent.values()].map((group) => ({ notice: group[0]!, others: group.length - 1 }));
}
