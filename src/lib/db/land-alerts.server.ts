import type { Instant } from '#lib/sky/time.ts';
import type { Transaction } from './client.server.ts';
import { derive, nextBatch } from './derived.server.ts';
import type { Relation } from './relations.ts';
import { earliest, insert } from './staged.server.ts';

/** One telling of an alert, as far as the choice among tellings needs it; `batch` is null while it is staged. */
interface Telling {
	survey: string;
	alert_id: bigint;
	version: bigint;
	collection: string;
	observed_at: Instant;
	known_at: Instant;
	batch: bigint | null;
	fact: number;
}

/** A staged telling of an alert that is told more than once, and where the alert lies if it is on record. */
type Rival = Telling & { hpx: bigint | null; place_at: Instant | null };

/**
 * Lands alerts. Nearly every alert is told once; those told again are found through the small `locator`, and all
 * their tellings are copied to `alert_restatement`, so that reading never searches the big table for rivals.
 */
export async function landAlerts(tx: Transaction, relation: Relation): Promise<number[]> {
	const onRecord = 'exists (select from locator l where l.survey = i.survey and l.alert_id = i.alert_id)';
	const [rivals, landed] = await Promise.all([
		tx<Rival[]>`
			select i.survey, i.alert_id, i.version, i.collection, i.observed_at, i.known_at, null as batch, i.fact, l.hpx,
				l.observed_at as place_at
			from (
				select *, count(*) over (partition by survey, alert_id) as tellings
				from ${tx.unsafe(earliest(relation))} e
			) i left join locator l on l.survey = i.survey and l.alert_id = i.alert_id
			where i.tellings > 1 or l.alert_id is not null
			order by i.fact`,
		insert(tx, relation, `${earliest(relation)} i where not ${onRecord}`),
		derive(tx, 'alert')
	]);
	return rivals.length === 0 ? landed : [...landed, ...(await landRivals(tx, relation, rivals))];
}

/** Lands what is told again of alerts on record, and lists every telling of an alert that has several. */
async function landRivals(tx: Transaction, relation: Relation, rivals: readonly Rival[]): Promise<number[]> {
	const recorded = await tellingsOnRecord(tx, rivals);
	const told = Map.groupBy(recorded, idOf);
	const fresh = new Map<number, Telling>();
	for (const telling of rivals) {
		if (!(told.get(idOf(telling)) ?? []).some((one) => repeats(one, telling)))
			fresh.set(telling.fact, telling);
	}
	const placed = new Set(rivals.filter((rival) => rival.hpx !== null).map((rival) => rival.fact));
	const again = [...fresh.keys()].filter((fact) => placed.has(fact));
	const landed =
		again.length > 0 ? await insert(tx, relation, `incoming_alert i where fact in (${again.join()})`) : [];
	const tellings = Map.groupBy([...recorded, ...fresh.values()], idOf);
	const contested = [...tellings.values()].filter((several) => several.length > 1).flat();
	await tx`
		insert into alert_restatement (survey, alert_id, version, collection, observed_at, known_at, batch)
		select t.survey, t.alert_id, t.version, t.collection, t.observed_at, t.known_at, coalesce(t.batch, ${tx.unsafe(nextBatch)})
		from unnest(
			${contested.map((t) => t.survey)}::text[], ${contested.map((t) => String(t.alert_id))}::bigint[],
			${contested.map((t) => String(t.version))}::bigint[], ${contested.map((t) => t.collection)}::text[],
			${contested.map((t) => t.observed_at)}::timestamptz[], ${contested.map((t) => t.known_at)}::timestamptz[],
			${contested.map((t) => (t.batch === null ? null : String(t.batch)))}::bigint[]
		) as t (survey, alert_id, version, collection, observed_at, known_at, batch)
		on conflict do nothing`;
	return landed;
}

function idOf(telling: Telling): string {
	return `${telling.survey}/${telling.alert_id}`;
}

function repeats(recorded: Telling, telling: Telling): boolean {
	return (
		recorded.version === telling.version &&
		recorded.collection === telling.collection &&
		recorded.known_at <= telling.known_at
	);
}

/** What was on record of the rivals before this batch: their places came from the small table and bound the search. */
async function tellingsOnRecord(tx: Transaction, rivals: readonly Rival[]): Promise<Telling[]> {
	const placed = rivals.filter((rival) => rival.hpx !== null);
	if (placed.length === 0) return [];
	const times = placed.map((rival) => rival.place_at!);
	return tx<Telling[]>`
		select survey, alert_id, version, collection, observed_at, known_at, batch, fact
		from alert
		where hpx = any(${placed.map((rival) => String(rival.hpx))}::bigint[])
			and alert_id = any(${placed.map((rival) => String(rival.alert_id))}::bigint[])
			and observed_at >= ${times.reduce((a, b) => (a < b ? a : b))}
			and observed_at <= ${times.reduce((a, b) => (a > b ? a : b))}
			and batch < ${tx.unsafe(nextBatch)}`;
}
