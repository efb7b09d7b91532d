const chunkLength = 1 << 17;

/** Very many short lists of numbers, in few buffers: of a buffer for each, what surrounds it would take more than its numbers. */
export class Lists<List extends Uint16Array | Float64Array> {
	readonly #make: (length: number) => List;
	#chunk: List;
	#used = 0;

	/** `make` makes a list of a length. */
	constructor(make: (length: number) => List) {
		this.#make = make;
		this.#chunk = make(0);
	}

	/** A list of so many zeros. */
	take(length: number): List {
		if (this.#used + length > this.#chunk.length) {
			this.#chunk = this.#make(Math.max(chunkLength, length));
			this.#used = 0;
		}
		this.#used += length;
		return this.#chunk.subarray(this.#used - length, this.#used) as List;
	}

	copyOf(numbers: readonly number[]): List {
		const list = this.take(numbers.length);
		list.set(numbers);
		return list;
	}
}
