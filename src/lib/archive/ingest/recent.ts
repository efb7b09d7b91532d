/** A map that remembers at least its last `size` keys and at most twice as many. */
export class Recent<Value> {
	readonly #size: number;
	#newer = new Map<string, Value>();
	#older = new Map<string, Value>();

	constructor(size: number) {
		this.#size = size;
	}

	get(key: string): Value | undefined {
		return this.#newer.get(key) ?? this.#older.get(key);
	}

	set(key: string, value: Value): void {
		if (this.#newer.size >= this.#size) [this.#older, this.#newer] = [this.#newer, new Map()];
		this.#newer.set(key, value);
	}
}
