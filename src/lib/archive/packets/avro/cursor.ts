import { LookbackError } from '#lib/errors.ts';

/** Reads the framing of Avro data: lengths and the byte strings they announce, never beyond the end. */
export class ByteCursor {
	readonly bytes: Buffer;
	position: number;

	constructor(bytes: Buffer, position = 0) {
		this.bytes = bytes;
		this.position = position;
	}

	get atEnd(): boolean {
		return this.position === this.bytes.length;
	}

	/**
	 * The next `long` (zigzag, base 128, Avro 1.12 "Primitive Types"), used for counts and sizes.
	 * @throws LookbackError `avro/truncated`, or `avro/bad-length` beyond 2^53.
	 */
	long(what: string): number {
		let value = 0;
		let scale = 1;
		for (;;) {
			if (this.position >= this.bytes.length) throw truncated(what, this.position);
			const byte = this.bytes[this.position++]!;
			value += (byte & 0x7f) * scale;
			if (value > Number.MAX_SAFE_INTEGER)
				throw new LookbackError(
					'incorrect',
					'avro/bad-length',
					`${what} at byte ${this.position} is beyond 2^53, which no real length is.`,
					{ what, position: this.position }
				);
			if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
			scale *= 128;
		}
	}

	/** The next `length` bytes, as a view. @throws LookbackError `avro/truncated`. */
	take(length: number, what: string): Buffer {
		if (length < 0 || length > this.bytes.length - this.position) throw truncated(what, this.position);
		return this.bytes.subarray(this.position, (this.position += length));
	}

	/** The next byte string with its length before it. */
	sized(what: string): Buffer {
		return this.take(this.long(what), what);
	}
}

function truncated(what: string, position: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'avro/truncated',
		`The Avro data ends or gives an impossible length at byte ${position}, where ${what} should be.`,
		{ what, position }
	);
}

/** The same memory as a Buffer, which the Avro library reads from. */
export function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
