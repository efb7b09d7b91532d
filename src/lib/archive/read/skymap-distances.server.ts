import type { PacketContext } from '#lib/archive/packets/decoder.ts';
import { contentsOf } from '#lib/archive/packets/open.server.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';
import { schemasOnRecord } from '#lib/archive/packets/schemas-on-record.server.ts';
import { readDistances } from '#lib/archive/packets/skymap/distances.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import { LookbackError } from '#lib/errors.ts';
import type { SkymapDistances } from '#lib/sky/skymap-distances.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { packetBytes } from './packets.server.ts';
import type { Question } from './question.ts';
import type { Localization } from './rows.ts';

/** Maps whose distances are kept: a flat one of 2017 unpacks to 400 MB, and pages ask for it again and again. */
const mostKept = 4;
const kept = new Map<string, Promise<SkymapDistances | null>>();

/**
 * What the original of a localization tells of distances in each cell of its map, which whoever may see the localization may see; null
 * where it tells none. @throws LookbackError what reading the original throws.
 */
export async function readSkymapDistances(
	question: Question,
	store: RawStore,
	localization: Localization,
	skymap: Skymap
): Promise<SkymapDistances | null> {
	const { packet, notice_id, name, version } = localization;
	if (packet === null) return null;
	const [{ digest } = { digest: null }] = await question.database.sql<{ digest: string }[]>`
		select encode(sha256, 'hex') as digest from packet where id = ${packet}`;
	const key = [digest, version, notice_id, name].join(' ');
	let distances = kept.get(key);
	kept.delete(key);
	if (!distances) {
		distances = distancesIn(question, store, { ...localization, packet }, skymap);
		distances.catch(() => kept.delete(key));
	}
	// in its place as the one asked for last
	kept.set(key, distances);
	if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
	return distances;
}

async function distancesIn(
	question: Question,
	store: RawStore,
	localization: Localization & { readonly packet: bigint },
	skymap: Skymap
): Promise<SkymapDistances | null> {
	const { format, name, bytes } = await packetBytes(question, store, localization.packet);
	const contents = await contentsOf(name, bytes);
	// a file that is a map and nothing else need not be read as one again: that takes half a second
	if (format === 'skymap-fits') return readDistances(contents, skymap);
	const context = { name, schemas: await schemasOnRecord(question.database, store) };
	const fits = await fitsOf(contents, context, localization);
	return fits && readDistances(fits, skymap);
}

/** The file that a packet carries for one of its localizations. */
async function fitsOf(
	contents: Uint8Array,
	context: PacketContext,
	{ notice_id, name }: Localization
): Promise<Uint8Array | null> {
	for await (const read of recognise(contents, context).decode(contents, context)) {
		if (read instanceof LookbackError) continue;
		const found = read.localizations.find((one) => one.noticeId === notice_id && one.name === name);
		if (found) return found.fits;
	}
	return null;
}
