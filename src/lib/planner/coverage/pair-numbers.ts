/** Numbers by pairs of numbers, all of them whole, from 0 to 2^31: a hash table in one array, which no Map of keys made of both comes near. */
export class PairNumbers {
	/** Both of a pair and its number, by turns; a first of -1 is an empty place. */
	#table = new Int32Array(3 * 16_384).fill(-1);
	#count = 0;

	/** -1 for a pair without a number. */
	get(a: number, b: number): number {
		return this.#table[this.#placeOf(a, b) + 2]!;
	}

	set(a: number, b: number, value: number): void {
		let place = this.#placeOf(a, b);
		if (this.#table[place]! < 0 && 6 * ++this.#count > this.#table.length) {
			this.#grow();
			place = this.#placeOf(a, b);
		}
		this.#table[place] = a;
		this.#table[place + 1] = b;
		this.#table[place + 2] = value;
	}

	/** Where a pair stands, or would: at the first place that is empty from the one that its hash names. */
	#placeOf(a: number, b: number): number {
		const table = this.#table;
		const places = table.length / 3;
		const hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
		let place = 3 * ((hash ^ (hash >>> 15)) & (places - 1));
		while (table[place]! >= 0 && (table[place] !== a || table[place + 1] !== b))
			place = place + 3 === table.length ? 0 : place + 3;
		return place;
	}

	#grow(): void {
		const old = this.#table;
		this.#table = new Int32Array(2 * old.length).fill(-1);
		for (let i = 0; i < old.length; i += 3) {
			if (old[i]! < 0) continue;
			this.#table.set(old.subarray(i, i + 3), this.#placeOf(old[i]!, old[i + 1]!));
		}
	}
}
