import { LookbackError } from '#lib/errors.ts';
import { ingest } from '#lib/archive/ingest/ingest.server.ts';
import { parseKnownRule, type KnownRule } from '#lib/archive/ingest/knowledge.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { generateNights } from './nights.ts';
import { generateNotices } from './notices.ts';
import { generateRubinPackets } from './rubin-packets.ts';

const actor = 'lookback/starting-sky';
const invented = 'An invented sky for a first look: none of it was observed';
/** Small enough for one batch, which is on record whole or not at all: its note says that the rest is there too. */
const lastNote = `${invented}; notices of four events, the last part`;

const sky = { seed: 20210901, nights: 40, alertsPerNight: 50, stampPixels: 31 };

/**
 * Fills an archive on which nothing is recorded with the invented sky, which states that it is one: nights known 20
 * minutes after each exposure, late and corrected packets known when they came. One that was left unfinished is
 * finished. The answer is how many packets were recorded now; null where the archive is in use, or complete already.
 */
export async function loadStartingSky(
	database: Database,
	store: RawStore,
	now: () => Instant
): Promise<number | null> {
	const [use] = await database.sql<{ isUsed: boolean; isComplete: boolean }[]>`
		select exists (select from batch where actor <> ${actor} and kind not in ('membership', 'policy')) as "isUsed",
			exists (select from batch where actor = ${actor} and note = ${lastNote}) as "isComplete"`;
	if (use!.isUsed || use!.isComplete) return null;
	let recorded = 0;
	const load = async (packets: Iterable<PacketArrival>, rule: KnownRule, note: string) => {
		const report = await ingest(database, store, asArrivals(packets), { actor, note, rule, now });
		if (report.total('refused') > 0) throw refused([...report.refusals.values()][0]!);
		recorded += report.total('packets');
	};
	const belated = new Map<Instant, PacketArrival[]>();
	const prompt = function* () {
		for (const { delivery, ...packet } of generateNights(sky)) {
			if (delivery.kind === 'prompt') yield packet;
			else belated.set(delivery.at, [...(belated.get(delivery.at) ?? []), packet]);
		}
	};
	await load(prompt(), parseKnownRule('observed+20m'), `${invented}; nights of alerts`);
	for (const [at, packets] of [...belated].sort(([a], [b]) => a - b))
		await load(packets, { kind: 'at', at }, `${invented}; packets that came late or corrected`);
	const stated: KnownRule = { kind: 'received' };
	await load(generateRubinPackets(sky.seed), stated, `${invented}; alerts of which some are withdrawn`);
	await load(generateNotices(), stated, lastNote);
	return recorded;
}

async function* asArrivals(packets: Iterable<PacketArrival>): AsyncGenerator<PacketArrival> {
	yield* packets;
}

function refused({ reason, example }: { reason: string; example: string }): LookbackError {
	return new LookbackError(
		'fault',
		'archive/bad-invention',
		`The invented packet ${example} was refused: ${reason}`,
		{ example, reason }
	);
}
