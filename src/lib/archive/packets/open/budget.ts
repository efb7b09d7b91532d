import { LookbackError } from '#lib/errors.ts';
import type { ByteSource } from './bytes.ts';

/** Single sky maps are denser (GRB220617A_IPN: 885 to 1); the least budget is for them. */
const mostPerPackedByte = 100;

/**
 * How many bytes one file may make, with all that is packed in it: a few hundred KB of archives in an archive would
 * otherwise keep a processor busy for minutes. Every layer counts, as every one has to be unpacked.
 */
export class UnpackBudget {
	readonly #name: string;
	readonly #packedBytes: number;
	readonly #budgetBytes: number;
	#madeBytes = 0;
	#overrun: LookbackError | null = null;

	/** The larger of `leastBytes` and 100 times `packedBytes`, the size of the file on disk. */
	constructor(name: string, packedBytes: number, leastBytes: number) {
		this.#name = name;
		this.#packedBytes = packedBytes;
		this.#budgetBytes = Math.max(leastBytes, mostPerPackedByte * packedBytes);
	}

	/** Whether this error is the end of the budget: no more of the file is to be read then. */
	isOverrun(error: LookbackError): boolean {
		return error === this.#overrun;
	}

	/**
	 * What a decompressor makes, counted as it is read.
	 * Its reading fails with `archive/too-much` once there are more bytes than the budget, with one error for all.
	 */
	counted({ name, read }: ByteSource): ByteSource {
		return { name, read: () => this.#count(read()) };
	}

	async *#count(made: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		for await (const chunk of made) {
			this.#madeBytes += chunk.length;
			if (this.#madeBytes > this.#budgetBytes) throw (this.#overrun ??= this.#tooMuch());
			yield chunk;
		}
	}

	#tooMuch(): LookbackError {
		const [name, packedBytes, budgetBytes] = [this.#name, this.#packedBytes, this.#budgetBytes];
		return new LookbackError(
			'incorrect',
			'archive/too-much',
			`'${name}' has ${packedBytes} bytes and unpacks, with all that is packed in it, to more than the ${budgetBytes} bytes it may: the rest of it is not read.`,
			{ name, packedBytes, budgetBytes }
		);
	}
}
