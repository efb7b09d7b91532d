import type { SkyAtom } from './atoms.ts';

/** Less than this is what rounding left over. */
const nothing = 1e-12;

/**
 * Fields in turn, each being the one that adds most to those before it, the first of equal ones; until none adds any. `next` is
 * what the second of them would add.
 */
export function* mostAdding(
	atoms: readonly SkyAtom[],
	fields: number
): Generator<{ field: number; adds: number; next: number }> {
	const atomsOf: number[][] = Array.from({ length: fields }, () => []);
	const gain = new Float64Array(fields);
	atoms.forEach(({ fields: covering, probability }, atom) => {
		for (const field of covering) {
			atomsOf[field]!.push(atom);
			gain[field]! += probability;
		}
	});
	const isCovered = new Uint8Array(atoms.length);
	for (;;) {
		let field = -1;
		let most = nothing;
		let next = 0;
		for (let i = 0; i < fields; i++) {
			if (gain[i]! > most) [field, next, most] = [i, most, gain[i]!];
			else if (gain[i]! > next) next = gain[i]!;
		}
		if (field < 0) return;
		let adds = 0;
		for (const atom of atomsOf[field]!) {
			if (isCovered[atom]) continue;
			isCovered[atom] = 1;
			const { fields: covering, probability } = atoms[atom]!;
			adds += probability;
			for (const other of covering) gain[other]! -= probability;
		}
		gain[field] = 0;
		if (adds > nothing) yield { field, adds, next };
	}
}
