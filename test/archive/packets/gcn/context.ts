import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import type { PacketContext } from '#lib/archive/packets/decoder.ts';

/** What a decoder is told of a packet that carries all it needs. */
export function packetContext(name: string): PacketContext {
	return { name, schemas: new SchemaStore() };
}
