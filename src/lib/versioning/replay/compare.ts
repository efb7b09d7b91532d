import type { ItemRow } from '../inputs/rows.ts';
import type { Environment } from '../runtime/evaluation.ts';
import type { OutputRow, RecordedItem } from '../runs/document.ts';

/** What became of one fact between two tellings of an item. */
export interface FactChange {
	/** `photometry 1234`: as `rowsOf` names it. */
	readonly fact: string;
	readonly change: 'added' | 'missing' | 'changed';
}

/** An item of an input that is not what it was. */
export interface InputChange {
	readonly input: string;
	readonly key: string;
	readonly change: 'added' | 'missing' | 'changed';
	/** Which facts made it differ; of an item that changed. */
	readonly facts: readonly FactChange[];
}

/** Items that differ, in the order in which they were recorded, then those that are new. */
export function compareInputs(then: readonly RecordedItem[], now: readonly RecordedItem[]): InputChange[] {
	return compare(then, now, ({ input, key }) => `${input} ${key}`).map(({ before, after, change }) => {
		const { input, key } = (before ?? after)!;
		return { input, key, change, facts: change === 'changed' ? compareFacts(before!.rows, after!.rows) : [] };
	});
}

export function compareFacts(then: readonly ItemRow[], now: readonly ItemRow[]): FactChange[] {
	return compare(then, now, ({ row }) => row).map(({ before, after, change }) => ({
		fact: (before ?? after)!.row,
		change
	}));
}

interface Compared<One> {
	readonly before: One | undefined;
	readonly after: One | undefined;
	readonly change: 'added' | 'missing' | 'changed';
}

/** Those of two lists that are not in both with the same digest; of several with one name the first counts. */
function compare<One extends { readonly digest: string }>(
	then: readonly One[],
	now: readonly One[],
	nameOf: (one: One) => string
): Compared<One>[] {
	const byName = (list: readonly One[]) => new Map([...list].reverse().map((one) => [nameOf(one), one]));
	const [before, after] = [byName(then), byName(now)];
	const lost = [...before].reverse().flatMap(([name, one]): Compared<One>[] => {
		const other = after.get(name);
		if (other?.digest === one.digest) return [];
		return [{ before: one, after: other, change: other ? 'changed' : 'missing' }];
	});
	const found = [...after]
		.reverse()
		.flatMap(([name, one]): Compared<One>[] =>
			before.has(name) ? [] : [{ before: undefined, after: one, change: 'added' }]
		);
	return [...lost, ...found];
}

/** Rows of outputs that only one of them has, as often as it has them more. */
export interface OutputChange {
	readonly change: 'added' | 'missing';
	readonly row: OutputRow;
}

export function compareOutputs(then: readonly OutputRow[], now: readonly OutputRow[]): OutputChange[] {
	const more = (a: readonly OutputRow[], b: readonly OutputRow[], change: OutputChange['change']) => {
		const left = new Map<string, number>();
		for (const row of b) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
		return a.flatMap((row): OutputChange[] => {
			const count = left.get(JSON.stringify(row)) ?? 0;
			left.set(JSON.stringify(row), count - 1);
			return count > 0 ? [] : [{ change, row }];
		});
	};
	return [...more(then, now, 'missing'), ...more(now, then, 'added')];
}

export interface EnvironmentChange {
	readonly name: string;
	readonly then: string | null;
	readonly now: string | null;
}

export function compareEnvironments(then: Environment, now: Environment): EnvironmentChange[] {
	const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
	return names
		.map((name) => ({ name, then: then[name] ?? null, now: now[name] ?? null }))
		.filter((one) => one.then !== one.now);
}
