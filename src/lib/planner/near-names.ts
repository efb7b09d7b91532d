const most = 3;

/** Of some names those that somebody may have meant who wrote another one, the nearest first, three at most. */
export function nearNames(written: string, known: readonly string[]): string[] {
	const name = plain(written);
	return known
		.map((one) => ({ one, apart: plain(one).includes(name) ? 1 : edits(name, plain(one)) }))
		.filter(({ apart }) => apart <= Math.max(1, name.length / 3))
		.sort((a, b) => a.apart - b.apart || (a.one < b.one ? -1 : 1))
		.slice(0, most)
		.map(({ one }) => one);
}

/** A name as far as people remember it. */
function plain(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Letters to be put in, taken out or changed to make one word of another (Levenshtein's distance). */
function edits(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
		row = next;
	}
	return row[b.length]!;
}
