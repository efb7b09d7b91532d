import type { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { SchemaStore } from './avro/schemas.ts';

/** What a decoder may know beside the bytes. */
export interface PacketContext {
	/** File name, archive member or topic the packet came by: a hint for people, never the only evidence. */
	readonly name: string;
	/** Avro schemas at hand, for packets that do not carry their own. */
	readonly schemas: SchemaStore;
}

/**
 * Reads one packet: a yield per record in it, either its facts or the reason this record is refused.
 * Throws a `LookbackError` when the packet as a whole cannot be read; its neighbours go on either way.
 */
export type Decoder = (
	bytes: Uint8Array,
	context: PacketContext
) => Iterable<PacketFacts | LookbackError> | AsyncIterable<PacketFacts | LookbackError>;
