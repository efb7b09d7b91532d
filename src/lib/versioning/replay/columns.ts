import type { Column } from '#lib/table/column.ts';
import type { Replay } from './replay.ts';

/** One thing in which a replay differs from its run. */
export const differenceColumns: readonly Column[] = [
	{ name: 'part', type: 'text', description: 'rights, input, problem, environment, block or output.' },
	{ name: 'change', type: 'text', description: 'added, missing, changed or broken.' },
	{ name: 'what', type: 'text', ucd: 'meta.id', description: 'Which item, fact, setting or output.' },
	{ name: 'then', type: 'text', description: 'What it was.' },
	{ name: 'now', type: 'text', description: 'What it is.' }
];

/** What differs, a row each: facts of an input each by itself. */
export function differencesOf(
	replay: Pick<Replay, 'hidden' | 'inputs' | 'environment' | 'outputs'>
): object[] {
	const { hidden, inputs, environment, outputs } = replay;
	return [
		...hidden.map((what) => ({ part: 'rights', change: 'missing', what, then: 'seen', now: 'not for you' })),
		...inputs.flatMap(({ input, key, change, facts }) =>
			facts.length === 0
				? [{ part: 'input', change, what: `${input}: ${key}` }]
				: facts.map((one) => ({ part: 'input', change: one.change, what: `${input}: ${key}, ${one.fact}` }))
		),
		...environment.map(({ name, then, now }) => ({
			part: 'environment',
			change: then === null ? 'added' : now === null ? 'missing' : 'changed',
			what: name,
			then,
			now
		})),
		...outputs.map(({ change, row: { key, ...row } }) => ({
			part: 'output',
			change,
			what: key,
			[change === 'missing' ? 'then' : 'now']: JSON.stringify(row)
		}))
	];
}
