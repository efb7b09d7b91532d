import type { Manifest } from '../manifest.ts';

/** What a subject's address begins with. */
export type SubjectKind = 'objects' | 'events';

const both: readonly SubjectKind[] = ['objects', 'events'];

/**
 * Kinds of subjects that a live run of an analysis follows: those of the input that `each` names, or of all inputs where
 * they come at once; both where no input is of one kind.
 */
export function kindsRead({ inputs, each }: Pick<Manifest, 'inputs' | 'each'>): ReadonlySet<SubjectKind> {
	const read = each === undefined ? Object.values(inputs) : [inputs[each]!];
	const kinds = read.flatMap(({ of }): readonly SubjectKind[] => {
		if (of === 'objects' || of === 'alerts') return ['objects'];
		if (of === 'events') return ['events'];
		return of === 'statements' ? both : [];
	});
	return new Set(kinds.length === 0 ? both : kinds);
}
