import type { Changes } from '#lib/archive/index.server.ts';
import type { Difference } from '#lib/archive/diff.ts';

/** What can happen to a fact between two bases, with the sign that tells it beside every word and colour. */
export const changeKinds = [
	{ change: 'revised', sign: '~', symbol: 'diamond', token: '--past' },
	{ change: 'withdrawn', sign: '−', symbol: 'cross', token: '--bad' },
	{ change: 'added', sign: '+', symbol: 'plus', token: '--accent' }
] as const;

export type ChangeKind = (typeof changeKinds)[number]['change'];

export const relations = ['alerts', 'photometry', 'statements', 'notices', 'localizations'] as const;

export type RelationName = (typeof relations)[number];

/** Changes of one relation as a page shows them: the first of each kind, and how many there are. */
export interface ShownChanges {
	readonly name: RelationName;
	readonly counts: Readonly<Record<ChangeKind | 'unchanged', number>>;
	readonly first: Difference<object>;
}

/** The relations that the comparison is about, with at most `most` rows of each kind of change. */
export function shownChanges(changes: Changes, most: number): ShownChanges[] {
	return relations.flatMap((name): ShownChanges[] => {
		const of = changes[name] as Difference<object> | undefined;
		if (!of) return [];
		const { added, revised, withdrawn, unchanged } = of;
		return [
			{
				name,
				counts: {
					added: added.length,
					revised: revised.length,
					withdrawn: withdrawn.length,
					unchanged
				},
				first: {
					added: added.slice(0, most),
					revised: revised.slice(0, most),
					withdrawn: withdrawn.slice(0, most),
					unchanged
				}
			}
		];
	});
}

/** What rows of a relation are called: `3 measurements`, `1 alert`. */
export function counted(count: number, name: RelationName): string {
	const plural = name === 'photometry' ? 'measurements' : name;
	return `${count.toLocaleString('en')} ${count === 1 ? plural.replace(/s$/, '') : plural}`;
}
