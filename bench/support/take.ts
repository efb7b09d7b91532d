import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { folderStore, ingest, parseKnownRule } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Takes packets in as they would be, known as `rule` says. */
export async function takePackets(
	database: Database,
	dataDir: string,
	packets: Iterable<PacketArrival>,
	{ rule, note }: { rule: string; note: string }
): Promise<void> {
	const arrivals = (async function* () {
		yield* packets;
	})();
	await ingest(database, folderStore(dataDir), arrivals, {
		actor: 'bench',
		note,
		rule: parseKnownRule(rule),
		now: () => (Date.now() * 1000) as Instant
	});
}
