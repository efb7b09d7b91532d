import { LookbackError } from '#lib/errors.ts';

/** Bytes that can be read from their start as often as needed. */
export interface ByteSource {
	readonly name: string;
	/** File on disk that holds exactly these bytes, for formats that want random access. */
	readonly path?: string;
	/** The bytes themselves, where they are in memory anyway. */
	readonly bytes?: Uint8Array;
	read(): AsyncIterable<Uint8Array>;
}

/** Bytes at hand as a source, in slices small enough for a decompressor to be stopped between them. */
export function sourceOf(name: string, bytes: Uint8Array, sliceBytes = 16_384): ByteSource {
	return {
		name,
		bytes,
		async *read() {
			for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
		}
	};
}

/** Beyond this, a packet grows in place (pieces and their sum would take twice its size), in memory of its own. */
const largeBytes = 32 * 2 ** 20;

/**
 * All bytes of a source in one piece.
 * @throws LookbackError `archive/too-large` as soon as there are more than `limitBytes`; no more is read then.
 */
export async function gather(source: ByteSource, limitBytes: number): Promise<Uint8Array> {
	if (source.bytes) {
		if (source.bytes.length > limitBytes) throw tooLarge(source.name, limitBytes, source.bytes.length);
		return source.bytes;
	}
	let chunks: Uint8Array[] = [];
	let length = 0;
	let whole: Buffer<ArrayBuffer> | null = null;
	for await (const chunk of source.read()) {
		if (length + chunk.length > limitBytes) throw tooLarge(source.name, limitBytes);
		if (whole) whole.set(chunk, length);
		else chunks.push(chunk);
		length += chunk.length;
		if (whole || length <= largeBytes) continue;
		// Memory the system gives only as it is written to.
		whole = Buffer.allocUnsafeSlow(limitBytes);
		let at = 0;
		for (const piece of chunks) {
			whole.set(piece, at);
			at += piece.length;
		}
		chunks = [];
	}
	if (whole) return whole.subarray(0, length);
	return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

/**
 * What gives the memory of gathered bytes back at once, for large ones: the collector would let some hundred megabytes
 * of them stand beside the next.
 */
export function releaseOf(bytes: Uint8Array): (() => void) | undefined {
	const { buffer } = bytes;
	if (bytes.length <= largeBytes || !(buffer instanceof ArrayBuffer)) return undefined;
	return () => void buffer.transfer(0);
}

/** The first `wanted` bytes of a source, or fewer where it ends before. */
export async function headOf(source: ByteSource, wanted: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of source.read()) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= wanted) break;
	}
	return Buffer.concat(chunks, Math.min(length, wanted));
}

export function tooLarge(name: string, limitBytes: number, sizeBytes?: number): LookbackError {
	const size = sizeBytes === undefined ? 'more bytes' : `${sizeBytes} bytes, more`;
	return new LookbackError(
		'incorrect',
		'archive/too-large',
		`'${name}' has ${size} than the ${limitBytes} a packet may have unpacked.`,
		{ name, limitBytes, sizeBytes }
	);
}
