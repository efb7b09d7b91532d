import { recordFacts, type RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { collectionOf } from '../audience.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { BackTest } from './back-test.server.ts';
import { encodeDocument, backTestFormat } from './packet.ts';
import { leakedFacts } from './document.ts';

/**
 * Records a back-test, known when it finished. One that is on record to the byte already is left as it is: answers
 * whether it was new.
 */
export async function recordBackTest(
	archive: { readonly database: Database; readonly store: RawStore },
	{ id, startedAt, document }: BackTest,
	actor: string,
	finishedAt: Instant
): Promise<boolean> {
	const bytes = encodeDocument(document);
	const version = hash63(Buffer.from(bytes).toString('utf8'));
	const collection = collectionOf(document.audience);
	const [same] = await archive.database.sql`
		select from backtest where backtest = ${id} and version = ${version} and collection = ${collection}`;
	if (same) return false;
	await recordFacts(
		archive,
		{ actor, kind: 'backtest', note: `${document.analysis}@${document.commit.slice(0, 12)}` },
		{ name: `backtests/${id}.json`, format: backTestFormat, bytes, collection },
		(packet) => [
			{
				relation: 'backtest',
				row: {
					backtest: id,
					analysis: document.analysis,
					commit: document.commit,
					audience: document.audience,
					parameters: document.parameters,
					from_at: document.from_at,
					to_at: document.to_at,
					every: document.every,
					basis_batch: BigInt(document.basis_batch),
					evaluations: BigInt(document.summary.evaluations),
					selected: document.summary.selected,
					leaked: leakedFacts(document.summary),
					summary: document.summary,
					started_at: startedAt,
					finished_at: finishedAt,
					actor,
					collection,
					known_at: finishedAt,
					known_from: 'received',
					version,
					packet
				}
			}
		],
		finishedAt
	);
	return true;
}
