/** Sets of fields by number: each set once, the empty one 0. Growing a set that was grown alike before is one look-up. */
export class FieldSets {
	/** The fields of each set, ascending. */
	readonly members: (readonly number[])[] = [[]];
	readonly #numbers = new Map<string, number>([['', 0]]);
	readonly #grown = new Map<number, number>();
	readonly #fields: number;

	/** `fields`: how many there are in all. */
	constructor(fields: number) {
		this.#fields = fields;
	}

	/** The set that has a field as well. */
	with(set: number, field: number): number {
		const step = set * this.#fields + field;
		let grown = this.#grown.get(step);
		if (grown === undefined) {
			grown = this.#numberOf([...new Set([...this.members[set]!, field])].sort((a, b) => a - b));
			this.#grown.set(step, grown);
		}
		return grown;
	}

	#numberOf(members: readonly number[]): number {
		const key = members.join();
		const known = this.#numbers.get(key);
		if (known !== undefined) return known;
		const number = this.members.push(members) - 1;
		this.#numbers.set(key, number);
		return number;
	}
}
