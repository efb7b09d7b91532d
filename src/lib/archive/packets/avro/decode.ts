import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { PacketContext } from '../decoder.ts';
import { recordsOf } from './records.ts';
import { factsOf } from './route.ts';

/**
 * Reads Avro packets of ZTF, Rubin and LIGO/Virgo/KAGRA, also as brokers write them anew: object containers
 * (null, deflate, snappy, zstandard), Confluent-framed messages, bare datums. A `Decoder`.
 * @throws LookbackError when nothing of the packet can be read.
 */
export function* decodeAvro(
	bytes: Uint8Array,
	context: PacketContext
): Iterable<PacketFacts | LookbackError> {
	for (const read of recordsOf(bytes, context)) {
		if (read instanceof LookbackError) yield read;
		else yield* factsOrReason(read.record, read.schema, context);
	}
}

function* factsOrReason(...read: Parameters<typeof factsOf>): Generator<PacketFacts | LookbackError> {
	try {
		yield* factsOf(...read);
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		yield error;
	}
}
