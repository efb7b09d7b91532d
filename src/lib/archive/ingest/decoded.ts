import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { PacketContext } from '#lib/archive/packets/decoder.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';

/** A packet read as far as it can be: its records, or the reason it is refused as a whole. */
export interface Decoded {
	readonly format: string;
	readonly records: readonly (PacketFacts | LookbackError)[];
	readonly refused: LookbackError | null;
}

/** Recognises and reads a packet. What a decoder throws refuses the packet; it never stops its neighbours. */
export async function decodePacket(bytes: Uint8Array, context: PacketContext): Promise<Decoded> {
	let format = 'unknown';
	try {
		const recognised = recognise(bytes, context);
		format = recognised.format;
		const records: (PacketFacts | LookbackError)[] = [];
		for await (const record of recognised.decode(bytes, context)) records.push(record);
		return { format, records, refused: null };
	} catch (error) {
		return { format, records: [], refused: asRefusal(error, context.name) };
	}
}

function asRefusal(error: unknown, name: string): LookbackError {
	if (error instanceof LookbackError) return error;
	return new LookbackError(
		'incorrect',
		'archive/unreadable-packet',
		`${name} could not be read: ${(error as Error).message ?? error}.`,
		{ name },
		{ cause: error }
	);
}
