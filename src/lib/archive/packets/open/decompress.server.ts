import { finished } from 'node:stream/promises';
import type { Duplex } from 'node:stream';
import { createGunzip } from 'node:zlib';
import lzma from 'lzma-native';
import { createBunzip2 } from './bunzip2.server.ts';
import type { ByteSource } from './bytes.ts';
import type { Wrapping } from './wrapping.ts';

export type Compression = Extract<Wrapping, 'gzip' | 'xz' | 'bzip2'>;

export function isCompression(wrapping: Wrapping | null): wrapping is Compression {
	return wrapping !== null && wrapping in decompressors;
}

/** What a compressed source holds, decompressed as it is read: bytes before a defect come before its error. */
export function decompressed(source: ByteSource, compression: Compression): ByteSource {
	const { create, sliceBytes } = decompressors[compression];
	return { name: source.name, read: () => drive(source, create(), sliceBytes) };
}

/** The dictionary of `xz -9` takes 65 MiB to decode. */
const xzMemoryBytes = 128 * 2 ** 20;

/** Slices are small enough that the densest gzip (1,032 to 1) and xz (7,000 to 1) make some 15 MB of one. */
const decompressors: Readonly<Record<Compression, { create: () => Duplex; sliceBytes: number }>> = {
	gzip: { create: () => createGunzip({ chunkSize: 65_536 }), sliceBytes: 16_384 },
	xz: { create: createUnxz, sliceBytes: 2048 },
	bzip2: { create: createBunzip2, sliceBytes: 65_536 }
};

function createUnxz(): Duplex {
	// liblzma's stream is a Duplex of the `readable-stream` package, which its types do not say.
	return lzma.createStream('autoDecoder', { memlimit: xzMemoryBytes }) as unknown as Duplex;
}

/**
 * Feeds a decompressor slice by slice and hands on what each slice made before the next: this is the back-pressure.
 * (Node's stream iterators drop what is buffered when an error arrives, and with it the last readable packets.)
 */
async function* drive(source: ByteSource, stream: Duplex, sliceBytes: number): AsyncGenerator<Uint8Array> {
	let made: Uint8Array[] = [];
	const taken = (): Uint8Array[] => {
		const chunks = made;
		made = [];
		return chunks;
	};
	stream.on('data', (chunk: Uint8Array) => made.push(chunk));
	let failure: unknown = null;
	let settled = false;
	let release = (): void => {};
	const over = finished(stream, { writable: false })
		.catch((error: unknown) => void (failure = error))
		.then(() => {
			settled = true;
			// A slice being written when the stream ends or fails is not called back.
			release();
		});
	try {
		for await (const chunk of source.read())
			for (let at = 0; at < chunk.length && !settled; at += sliceBytes) {
				const slice = chunk.subarray(at, at + sliceBytes);
				await new Promise<void>((done) => {
					release = done;
					stream.write(slice, () => done());
				});
				yield* taken();
			}
		if (!settled) stream.end();
		await over;
		yield* taken();
		if (failure) throw failure;
	} finally {
		stream.destroy();
	}
}
