import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';

/** One packet on its way in. */
export interface PacketArrival {
	/** Path of the file, and of the member in its archive: a label, never a path to write to. */
	readonly name: string;
	/** What decoders read: the contents, unpacked. */
	readonly bytes: Uint8Array;
	/** The packet as it was given: `bytes`, unless this one packet was compressed by itself. */
	readonly original: Uint8Array;
	/** When it came, where it came before now. */
	readonly receivedAt?: Instant;
	/** Gives the memory of `bytes` back at once, there where they are large: they cannot be read afterwards. */
	readonly release?: () => void;
}

/** Something that could not be opened, with what there is of its original bytes. */
export interface RefusedArrival {
	readonly name: string;
	readonly refused: LookbackError;
	readonly bytes?: Uint8Array;
	readonly receivedAt?: Instant;
}

export type Arrival = PacketArrival | RefusedArrival;

/** What is kept of an arrival, as it was given; null where it came without bytes. */
export function keptOf(arrival: Arrival): Uint8Array | null {
	return 'original' in arrival ? arrival.original : (arrival.bytes ?? null);
}

/** An error of opening, from one of our own or of a library's. */
export function openingError(code: string, message: string, cause: unknown, data = {}): LookbackError {
	if (cause instanceof LookbackError) return cause;
	return new LookbackError('incorrect', `archive/${code}`, message, data, { cause });
}

/** What an unknown thrown thing says, without the stop at its end. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.name === 'LZMA_BUF_ERROR' ? 'unexpected end of file' : error.message.replace(/[.?]$/, '');
}
