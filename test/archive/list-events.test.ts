import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listEvents, type Question } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { newestOfAll, record } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2, role: 'lookback_app' });
});
afterAll(() => database.close());

interface Told {
	readonly event: string;
	readonly at: number;
	readonly kind: string;
	readonly role: 'observation' | 'test';
}

const told = fc.record({
	event: fc.integer({ min: 0, max: 30 }).map((n) => `E${n}`),
	// many at the same moment
	at: fc.integer({ min: 1, max: 12 }),
	kind: fc.constantFrom('gw', 'grb'),
	role: fc.constantFrom('observation' as const, 'observation' as const, 'test' as const)
});

async function tellNotices(notices: readonly Told[], collection: string) {
	const facts = new FactSet();
	for (const [index, { event, at, kind, role }] of notices.entries()) {
		facts.add('notice', {
			notice_id: `${collection}/${index}`,
			event,
			event_kind: kind,
			stream: 'test',
			kind: 'initial',
			role,
			stated_at: null,
			event_at: null,
			ra_deg: null,
			dec_deg: null,
			error_deg: null,
			far_hz: null,
			title: null,
			body: null,
			cites: [],
			detail: {},
			collection,
			known_at: at as Instant,
			known_from: 'stated',
			version: 1n,
			packet: null
		});
	}
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
}

/** Names in the order of their latest notice, each with the number of its notices. */
function expected(notices: readonly Told[]): [string, number][] {
	const groups = [...Map.groupBy(notices, ({ event }) => event)];
	const latest = (group: readonly Told[]) => Math.max(...group.map(({ at }) => at));
	return groups
		.sort(([a, first], [b, second]) => latest(second) - latest(first) || (a < b ? 1 : -1))
		.map(([event, group]) => [event, group.length]);
}

it('pages of any length hold every event once, by its latest news, as known then', async () => {
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(told, { minLength: 1, maxLength: 120 }),
			fc.integer({ min: 1, max: 9 }),
			fc.integer({ min: 1, max: 12 }),
			fc.constantFrom(null, 'gw', 'grb'),
			fc.boolean(),
			async (notices, limit, knownAt, kind, includeTests) => {
				const collection = `c${run++}`;
				await tellNotices(notices, collection);
				const viewer = {
					kind: 'public' as const,
					name: 'reader',
					roles: new Map(),
					isAdministrator: false,
					mayWrite: false,
					collections: [collection],
					opening: new Map(),
					widensAt: null
				};
				const basis = { knownAt: knownAt as Instant, batch: newestOfAll, pinned: true, isNow: false };
				const question: Question = { database, viewer, basis };
				const listed: [string, number][] = [];
				for (let after: { lastKnownAt: Instant; event: string } | null = null; ;) {
					const page = await listEvents(question, { kind, includeTests, after, limit });
					listed.push(...page.map(({ event, notices: count }): [string, number] => [event, count]));
					if (page.length < limit) break;
					after = { lastKnownAt: page.at(-1)!.last_known_at, event: page.at(-1)!.event };
				}
				const visible = notices.filter(
					(one) =>
						one.at <= knownAt && (includeTests || one.role !== 'test') && (kind === null || one.kind === kind)
				);
				expect(listed).toEqual(expected(visible));
			}
		),
		{ numRuns: 40 }
	);
});
