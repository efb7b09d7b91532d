import type { Instant } from '#lib/sky/time.ts';
import type { Transaction } from './client.server.ts';
import { earliest, names } from './landing.server.ts';
import type { Relation } from './relations.ts';

/** One telling of an alert, as far as the choice among tellings needs it. */
interface Telling {
	survey: string;
	alert_id: bigint;
	version: bigint;
	collection: string;
	known_at: Instant;
	batch: bigint;
	fact: number;
}

/**
 * Lands alerts. Nearly every alert is told once; those told again are found through the small `locator`, and all
 * their tellings are copied to `alert_restatement`, so that reading never searches the big table for rivals.
 */
export async function landAlerts(tx: Transaction, relation: Relation, batch: bigint): Promise<number[]> {
	const staged = await tx<Telling[]>`
		select survey, alert_id, version, collection, known_at, ${batch}::bigint as batch, fact
		from ${tx.unsafe(earliest(relation))} i order by fact`;
	const onRecord = await tellingsOnRecord(tx);
	const fresh = staged.filter(
		(telling) => !(onRecord.get(idOf(telling)) ?? []).some((r) => repeats(r, telling))
	);
	const landed = await tx.unsafe<{ fact: number }[]>(
		`insert into alert (${names(relation)}, batch)
		select ${names(relation)}, $1::bigint
		from incoming_alert
		where fact = any($2::integer[])
		order by fact
		on conflict do nothing
		returning fact`,
		[String(batch), fresh.map((telling) => telling.fact)]
	);
	await tx`
		insert into locator (survey, alert_id, object_id, hpx, observed_at)
		select survey, alert_id, object_id, hpx, observed_at from incoming_alert
		on conflict do nothing`;
	const facts = new Set(landed.map((row) => row.fact));
	const tellings = new Map(onRecord);
	for (const telling of fresh.filter((telling) => facts.has(telling.fact))) {
		tellings.set(idOf(telling), [...(tellings.get(idOf(telling)) ?? []), telling]);
	}
	const contested = [...tellings.values()].filter((told) => told.length > 1).flat();
	if (contested.length > 0) {
		await tx`
			insert into alert_restatement (survey, alert_id, version, collection, known_at, batch)
			select * from unnest(
				${contested.map((t) => t.survey)}::text[], ${contested.map((t) => String(t.alert_id))}::bigint[],
				${contested.map((t) => String(t.version))}::bigint[], ${contested.map((t) => t.collection)}::text[],
				${contested.map((t) => t.known_at)}::timestamptz[],
				${contested.map((t) => String(t.batch))}::bigint[])
			on conflict do nothing`;
	}
	return [...facts];
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

/** What is on record of the staged alerts: ids first, in the small table, then their rows with literal bounds. */
async function tellingsOnRecord(tx: Transaction): Promise<Map<string, Telling[]>> {
	const places = await tx<{ alert_id: bigint; hpx: bigint; observed_at: Instant }[]>`
		select l.alert_id, l.hpx, l.observed_at
		from incoming_alert i join locator l on l.survey = i.survey and l.alert_id = i.alert_id`;
	const tellings = new Map<string, Telling[]>();
	if (places.length === 0) return tellings;
	const times = places.map((place) => place.observed_at);
	const rows = await tx<Telling[]>`
		select survey, alert_id, version, collection, known_at, batch, fact
		from alert
		where hpx = any(${places.map((place) => String(place.hpx))}::bigint[])
			and alert_id = any(${places.map((place) => String(place.alert_id))}::bigint[])
			and observed_at >= ${Math.min(...times) as Instant} and observed_at <= ${Math.max(...times) as Instant}`;
	for (const row of rows) tellings.set(idOf(row), [...(tellings.get(idOf(row)) ?? []), row]);
	return tellings;
}
