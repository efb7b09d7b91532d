import {
	listEvents,
	readEvent,
	readSkymap,
	summariesOf,
	type EventSummary,
	type Question
} from '#lib/archive/index.server.ts';
import type { Input, Parameters } from '../manifest.ts';
import { Conditions } from './conditions.ts';
import { byText, inOrder } from './in-order.ts';
import { itemOf, type Item } from './item.ts';
import { orUnknown } from './unknown.ts';

type OfEvents = Extract<Input, { of: 'events' }>;

const pageOfNames = 500;
const readAhead = 2;

/** Events with what the manifest asks for, an item each, by name; tests and mocks only where `event` names one. */
export async function* eventItems(
	question: Question,
	name: string,
	input: OfEvents,
	parameters: Parameters,
	only: ReadonlySet<string> | null
): AsyncGenerator<Item> {
	const names = await namesOf(question, new Conditions(name, input.where, parameters), only);
	yield* inOrder(names, readAhead, async (event) => {
		const page = await orUnknown(readEvent(question, event));
		if (!page) return null;
		const value = {
			event: page.event,
			...(input.with.includes('notices') && { notices: page.notices }),
			...(input.with.includes('localizations') && { localizations: page.localizations }),
			...(input.with.includes('cells') && { cells: await cellsOf(question, event) })
		};
		return itemOf(name, `events/${event}`, value);
	});
}

/** The newest map of an event as cells of several orders (NESTED), or null where no map is known. */
async function cellsOf(question: Question, event: string) {
	const map = await orUnknown(readSkymap(question, event));
	if (!map) return null;
	const { localization, skymap } = map;
	return {
		notice_id: localization.notice_id,
		name: localization.name,
		order: [...skymap.order],
		pixel: [...skymap.pixel],
		density_per_sr: [...skymap.density]
	};
}

async function namesOf(
	question: Question,
	conditions: Conditions,
	only: ReadonlySet<string> | null
): Promise<string[]> {
	const named = conditions.text('event');
	const [kind, since] = [conditions.text('kind'), conditions.instant('changed_since')];
	const wanted = ({ event_kind, last_known_at }: EventSummary) =>
		(kind === null || event_kind === kind) && (since === null || last_known_at > since);
	if (named !== null || only !== null) {
		const names = named === null ? [...only!].filter(isEvent).map(nameOf) : [named];
		const among = names.filter((one) => only === null || only.has(`events/${one}`));
		const found = await summariesOf(question, among, { includeTests: named !== null });
		return sorted(found.filter(wanted));
	}
	const found: EventSummary[] = [];
	for (let page: EventSummary[] | null = null; page === null || page.length === pageOfNames;) {
		const last: EventSummary | undefined = page?.at(-1);
		page = await listEvents(question, {
			kind,
			changedSince: since,
			after: last ? { lastKnownAt: last.last_known_at, event: last.event } : null,
			limit: pageOfNames
		});
		found.push(...page);
	}
	return sorted(found);
}

/** Names of those that notices tell of: what maps alone tell of was no input when earlier runs were made, which replay as they were. */
function sorted(events: readonly EventSummary[]): string[] {
	return events
		.filter(({ notices }) => notices > 0)
		.map(({ event }) => event)
		.sort(byText);
}

function isEvent(subject: string): boolean {
	return subject.startsWith('events/');
}

function nameOf(subject: string): string {
	return subject.slice('events/'.length);
}
