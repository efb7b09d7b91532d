/** Names in a row as a sentence has them: `a`, `a and b`, `a, b, and c`. */
export function listed(names: readonly string[]): string {
	if (names.length <= 2) return names.join(' and ');
	return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)!}`;
}
