import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { note, type Actor } from './audit.server.ts';

const minute = 60_000_000;
/** Entries about one person within a window: a program that asks for ever what it may not fills no log. */
const most = { entries: 10, window: 15 * minute };

/** Notes that a person was refused what they may not do, until enough is noted of them; `what` is cut after 200 characters. */
export async function noteRefused(
	database: Database,
	actor: Actor,
	what: string,
	now: Instant
): Promise<void> {
	const [{ count }] = await database.sql<[{ count: number }]>`
		select count(*)::integer as count from audit
		where act = 'refused' and at > ${(now - most.window) as Instant} and person = ${actor.name}`;
	if (count >= most.entries) return;
	await note(database, actor, { act: 'refused', person: actor.name, detail: what.slice(0, 200) }, now);
}
