import { asOf, type Question } from '#lib/archive/index.server.ts';
import { parseEventUid } from '../event-uid.ts';
import type { CalendarEvent } from './calendar.ts';

/**
 * Events that keep a facility from what is asked of it: not those that Lookback handed out for another facility, and not this
 * archive's own blocks and pointings, whose time is taken by themselves, and is free again once they are withdrawn or moved.
 */
export async function foreignEvents(
	question: Question,
	facility: string,
	events: readonly CalendarEvent[]
): Promise<{ readonly events: readonly CalendarEvent[]; readonly refused: readonly string[] }> {
	const uids = events.map(({ uid }) => (uid === null ? null : parseEventUid(uid)));
	const own = await ownAmong(
		question,
		facility,
		uids.flatMap((uid) => (uid?.facility === facility ? [uid.id] : []))
	);
	const whyNot = events.map((_, index) => {
		const uid = uids[index];
		if (!uid) return null;
		if (uid.facility !== facility) return `it is of ${uid.facility}, not of ${facility}.`;
		return own.has(uid.id) ? 'it is on record here, and takes its time by itself.' : null;
	});
	return {
		events: events.filter((_, index) => whyNot[index] === null),
		refused: events.flatMap(({ summary, uid }, index) => {
			const why = whyNot[index];
			return why === null ? [] : [`${summary ?? uid}: ${why}`];
		})
	};
}

/** Names of blocks and pointings of a facility. */
async function ownAmong(
	question: Question,
	facility: string,
	names: readonly string[]
): Promise<ReadonlySet<string>> {
	if (names.length === 0) return new Set();
	const wanted = [...names];
	const rows = await question.database.sql<{ name: string }[]>`
		select b.block as name from ${asOf(question, 'block')} b
		where b.facility = ${facility} and b.block = any(${wanted}::text[])
		union
		select p.pointing from ${asOf(question, 'pointing')} p
		where p.facility = ${facility} and p.pointing = any(${wanted}::text[])`;
	return new Set(rows.map(({ name }) => name));
}
