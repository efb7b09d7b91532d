import { join } from 'node:path';
import { policiesAt, setPolicy } from '#lib/access/policies.server.ts';
import { ingest } from '#lib/archive/ingest/ingest.server.ts';
import { openPaths } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Tellings, each with its source: small enough for one batch, which is on record whole or not at all. */
const folder = join(import.meta.dirname, 'stories');

/** Who recorded the stories, and nothing else. */
export const storiesActor = 'lookback/stories';
const note = 'Three stories for a first look: real events, retold from published facts with their sources';

/**
 * Who could read what LIGO and Virgo told during their second run: they and the observers who had signed with them,
 * until all about GW170817 was published (gcn.gsfc.nasa.gov/lvc.html; the hour, and since when, from memory).
 */
const closed = [
	{ name: 'lvc.notices', title: 'Notices of LIGO and Virgo to their partners' },
	{ name: 'lvc.circulars', title: 'Circulars among the partners of LIGO and Virgo' }
].map((collection) => ({ ...collection, owner: 'lvc-partners', publicFrom: null, publicAfterMonths: null }));
const decisions = [
	{ policy: 'group', knownAt: parseInstant('2015-09-01T00:00:00Z') },
	{ policy: 'public', knownAt: parseInstant('2017-10-16T14:00:00Z') }
] as const;

/**
 * Fills an archive on which nothing is recorded with the stories. The answer is how many packets were recorded now;
 * null where the archive is in use, or has them already. What a start that was cut off left undone, the next one does.
 */
export async function loadStartingStories(
	database: Database,
	store: RawStore,
	now: () => Instant
): Promise<number | null> {
	const [use] = await database.sql<[{ isUsed: boolean }]>`
		select exists (select from batch where kind not in ('membership', 'policy')) as "isUsed"`;
	if (use.isUsed) return null;
	await decide(database, now);
	const options = { actor: storiesActor, note, rule: { kind: 'received' }, now } as const;
	const report = await ingest(database, store, openPaths([folder]), options);
	const [refusal] = report.refusals.values();
	if (refusal) throw refused(refusal);
	return report.total('packets');
}

/** Records the policies that are not on record yet; a collection of which anybody else has decided stays as it is. */
async function decide(database: Database, now: () => Instant): Promise<void> {
	const others = await database.sql<{ name: string }[]>`
		select distinct p.name from collection_policy p join batch b using (batch) where b.actor <> ${storiesActor}`;
	for (const collection of closed) {
		if (others.some(({ name }) => name === collection.name)) continue;
		for (const decision of decisions) {
			const held = await policiesAt(database, decision.knownAt, newestOfAll);
			const isDecided = held.some(
				({ name, known_at }) => name === collection.name && known_at === decision.knownAt
			);
			if (!isDecided) await setPolicy(database, { ...collection, ...decision }, storiesActor, now());
		}
	}
}

function refused({ reason, example }: { reason: string; example: string }): LookbackError {
	return new LookbackError(
		'fault',
		'archive/bad-story',
		`The packet ${example} of the stories was refused: ${reason}`,
		{ example, reason }
	);
}
