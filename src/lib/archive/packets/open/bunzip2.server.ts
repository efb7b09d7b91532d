import { Transform } from 'node:stream';
import bitReader from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import { LookbackError } from '#lib/errors.ts';

/** A block of 45 bytes may expand to 45 MB, and all the blocks of a slice are decoded at one go. */
const burstBytes = 128 * 2 ** 20;

/** Most bytes that a block of level 1 takes, and for each level above: one that does not compress grows by a hundredth. */
const mostBlockBytes = (level: number): number => 25_000 + 100_000 * level;

/**
 * A bzip2 decompressor as a Node stream.
 * Fails with `archive/too-dense` when one write makes more than 128 MiB, as only decompression bombs do.
 */
export function createBunzip2(): Transform {
	const blocks = new Blocks();
	return new Transform({
		transform(slice: Uint8Array, _encoding, done) {
			done(reasonOf(() => blocks.take(slice, this)));
		},
		flush(done) {
			done(reasonOf(() => blocks.end(this)));
		}
	});
}

function reasonOf(decode: () => void): Error | null {
	try {
		decode();
		return null;
	} catch (error) {
		// Where its input ends too early, the decoder reads past it.
		if (error instanceof TypeError) return new Error('unexpected end of file', { cause: error });
		return error as Error;
	}
}

/**
 * The blocks of one stream or of several in a row. The package's own stream gathers a block in a list of numbers, which
 * takes twenty times its bytes.
 */
class Blocks {
	readonly #slices: Uint8Array[] = [];
	#givenBytes = 0;
	#bits: ReturnType<typeof bitReader> | null = null;
	/** Level of the stream that is being read, 0 between streams. */
	#level = 0;
	#checksum: number | null = null;

	/** Decodes the blocks that are surely whole by now. */
	take(slice: Uint8Array, into: Transform): void {
		this.#slices.push(slice);
		this.#givenBytes += slice.length;
		this.#bits ??= bitReader(() => this.#slices.shift());
		const output = new Output(into);
		while (this.#givenBytes - this.#bits.bytesRead >= mostBlockBytes(this.#level)) this.#step(output);
		output.finish();
	}

	/** Decodes the rest. */
	end(into: Transform): void {
		const output = new Output(into);
		while (this.#bits && this.#bits.bytesRead < this.#givenBytes) {
			this.#step(output);
			// what is whole before a cut comes out before the reason
			output.finish();
		}
		if (this.#checksum !== null) throw new Error('unexpected end of file');
	}

	#step(output: Output): void {
		if (this.#level === 0) {
			this.#level = bzip2.header(this.#bits!);
			this.#checksum = 0;
			return;
		}
		const size = 100_000 * this.#level;
		const write = (byte: number) => output.write(byte);
		this.#checksum = bzip2.decompress(this.#bits!, write, new Int32Array(size), size, this.#checksum!);
		if (this.#checksum === null) this.#level = 0;
	}
}

const pieceBytes = 2 ** 16;

/** Bytes on their way out, as many as one go may make. */
class Output {
	readonly #into: Transform;
	#piece = Buffer.allocUnsafeSlow(pieceBytes);
	#filled = 0;
	#madeBytes = 0;

	constructor(into: Transform) {
		this.#into = into;
	}

	write(byte: number): void {
		if (this.#filled === pieceBytes) this.#next();
		this.#piece[this.#filled++] = byte;
	}

	finish(): void {
		if (this.#filled > 0) this.#next();
	}

	#next(): void {
		this.#madeBytes += this.#filled;
		if (this.#madeBytes > burstBytes)
			throw new LookbackError(
				'incorrect',
				'archive/too-dense',
				`The bzip2 stream makes more than ${burstBytes} bytes at one go, as only a decompression bomb does.`,
				{ burstBytes }
			);
		this.#into.push(this.#piece.subarray(0, this.#filled));
		this.#piece = Buffer.allocUnsafeSlow(pieceBytes);
		this.#filled = 0;
	}
}
