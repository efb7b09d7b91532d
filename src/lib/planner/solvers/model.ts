/**
 * A mixed-integer program: maximise `cost . x` with `columnLower <= x <= columnUpper`, x whole where `isInteger` is 1,
 * and `rowLower <= A x <= rowUpper`. Row i of A has the entries `rowStart[i]` to `rowStart[i + 1]`, not included, of
 * `index` (column) and `value`. Plain arrays, so that it passes between threads.
 */
export interface MixedIntegerModel {
	readonly cost: Float64Array;
	readonly columnLower: Float64Array;
	readonly columnUpper: Float64Array;
	readonly isInteger: Uint8Array;
	readonly rowLower: Float64Array;
	readonly rowUpper: Float64Array;
	readonly rowStart: Int32Array;
	readonly index: Int32Array;
	readonly value: Float64Array;
}

/** Gathers a model column by column and row by row. */
export class ModelBuilder {
	#cost: number[] = [];
	#columnLower: number[] = [];
	#columnUpper: number[] = [];
	#isInteger: number[] = [];
	#rowLower: number[] = [];
	#rowUpper: number[] = [];
	#rowStart: number[] = [0];
	#index: number[] = [];
	#value: number[] = [];

	/** A variable that is 0 or 1; answers its index. */
	addBinary(cost: number): number {
		this.#isInteger.push(1);
		return this.#addColumn(cost, 0, 1);
	}

	/** A real variable between bounds; answers its index. */
	addReal(cost: number, lower: number, upper: number): number {
		this.#isInteger.push(0);
		return this.#addColumn(cost, lower, upper);
	}

	/** `lower <= sum of entries <= upper`; a row without entries is left away. */
	addRow(lower: number, upper: number, entries: Iterable<readonly [column: number, value: number]>): void {
		const first = this.#index.length;
		for (const [column, value] of entries) {
			this.#index.push(column);
			this.#value.push(value);
		}
		if (this.#index.length === first) return;
		this.#rowLower.push(lower);
		this.#rowUpper.push(upper);
		this.#rowStart.push(this.#index.length);
	}

	finish(): MixedIntegerModel {
		return {
			cost: Float64Array.from(this.#cost),
			columnLower: Float64Array.from(this.#columnLower),
			columnUpper: Float64Array.from(this.#columnUpper),
			isInteger: Uint8Array.from(this.#isInteger),
			rowLower: Float64Array.from(this.#rowLower),
			rowUpper: Float64Array.from(this.#rowUpper),
			rowStart: Int32Array.from(this.#rowStart),
			index: Int32Array.from(this.#index),
			value: Float64Array.from(this.#value)
		};
	}

	#addColumn(cost: number, lower: number, upper: number): number {
		this.#columnLower.push(lower);
		this.#columnUpper.push(upper);
		return this.#cost.push(cost) - 1;
	}
}
