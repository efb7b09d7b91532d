/** Reads ahead of whoever takes, so many at a time, and hands out in the order of `names`; null is left out. */
export async function* inOrder<Name, Read>(
	names: Iterable<Name> | AsyncIterable<Name>,
	ahead: number,
	read: (name: Name) => Promise<Read | null>
): AsyncGenerator<Read> {
	const under: Promise<Read | null>[] = [];
	const next = async () => {
		const found = await under.shift()!;
		return found === null ? [] : [found];
	};
	for await (const name of names) {
		const reading = read(name);
		// whoever takes may have left when it fails
		reading.catch(() => undefined);
		under.push(reading);
		if (under.length >= ahead) yield* await next();
	}
	while (under.length > 0) yield* await next();
}

/** By code units, as every machine does it. */
export function byText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
