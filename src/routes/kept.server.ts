/**
 * Keeps what was made of facts, which never change, by their place in the ledger: at most `most`, the oldest go first.
 * Whoever asks has found the row by a question of their own before, so that nobody gets what is not theirs.
 */
export function keeper<Made>(most: number) {
	const kept = new Map<string, Made>();
	return async (
		{ batch, fact }: { readonly batch: bigint; readonly fact: number },
		make: () => Promise<Made> | Made
	): Promise<Made> => {
		const key = `${batch}/${fact}`;
		const known = kept.get(key);
		if (known !== undefined) return known;
		const made = await make();
		kept.set(key, made);
		if (kept.size > most) kept.delete(kept.keys().next().value!);
		return made;
	};
}
