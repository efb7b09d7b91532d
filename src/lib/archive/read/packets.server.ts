import { LookbackError } from '#lib/errors.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Question } from './question.ts';

/** A packet as it came. */
export interface OriginalPacket {
	readonly format: string;
	readonly name: string;
	readonly sha256: Uint8Array;
	/** Collections of all its rows. */
	readonly collections: readonly string[];
	readonly bytes: Buffer;
}

/**
 * The original bytes of packet `id`, which the caller found by a fact the viewer may see. A packet that also carries
 * rows of a collection the viewer may not see is refused: it cannot be handed out without them.
 */
export async function readPacket(question: Question, store: RawStore, id: bigint): Promise<OriginalPacket> {
	const packet = await packetBytes(question, store, id);
	const hidden = packet.collections.filter((name) => !question.viewer.collections.includes(name));
	if (hidden.length === 0) return packet;
	throw new LookbackError(
		'forbidden',
		'access/mixed-packet',
		'This packet also carries rows of a collection that is not open to you, so it is not handed out whole; its open rows are in the JSON of the same address.'
	);
}

/** A packet whoever asks: for what is taken out of it and shown by itself. */
export async function packetBytes(
	{ database: { sql } }: Question,
	store: RawStore,
	id: bigint
): Promise<OriginalPacket> {
	const [packet] = await sql<
		{
			format: string;
			name: string;
			sha256: Uint8Array;
			segment: string;
			byte_offset: bigint;
			byte_length: number;
			collections: string[];
		}[]
	>`
		select p.format, p.name, p.sha256, p.byte_offset, p.byte_length, p.collections, b.segment
		from packet p join batch b on b.batch = p.batch
		where p.id = ${id}`;
	if (!packet) {
		throw new LookbackError(
			'fault',
			'archive/packet-not-on-record',
			`Packet ${id} is named by a fact but not on record.`
		);
	}
	const { format, name, sha256, collections } = packet;
	const bytes = await store.read(packet.segment, Number(packet.byte_offset), packet.byte_length);
	return { format, name, sha256, collections, bytes };
}
