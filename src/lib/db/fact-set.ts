import { relationNamed, type NewFact, type Relation, type RelationName } from './relations.ts';
import { Tuples } from './tuples.ts';

/** Facts on their way into one batch, encoded and numbered before the ledger is locked. */
export class FactSet {
	readonly tuples = new Map<Relation, Tuples>();
	#size = 0;
	/** Relation and row of each fact, by its place in the batch. */
	readonly #places: { relation: Relation; row: number }[] = [];

	get size(): number {
		return this.#size;
	}

	add<Name extends RelationName>(name: Name, row: NewFact<Name>): void {
		const relation = relationNamed(name);
		let tuples = this.tuples.get(relation);
		if (!tuples) this.tuples.set(relation, (tuples = new Tuples(relation.columns)));
		this.#places.push({ relation, row: tuples.size });
		tuples.add({ ...row, fact: this.#size++ });
	}

	/** Digest of the fact at `place`, with the relation it is a row of. */
	digest(place: number): { relation: Relation; digest: Buffer } {
		const at = this.#places[place]!;
		return { relation: at.relation, digest: this.tuples.get(at.relation)!.digest(at.row) };
	}
}
