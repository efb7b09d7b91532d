import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';

/** What `recognise` makes of bytes: the format, the packets read and the records refused. */
export async function decodeAll(bytes: Uint8Array | string, schemas = new SchemaStore()) {
	const context = { name: 'packet', schemas };
	const given = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
	const { format, decode } = recognise(given, context);
	const packets: PacketFacts[] = [];
	const refused: LookbackError[] = [];
	for await (const one of decode(given, context))
		if (one instanceof LookbackError) refused.push(one);
		else packets.push(one);
	return { format, packets, refused };
}
