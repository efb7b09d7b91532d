import { wire } from '#lib/archive/wire.ts';
import { diff } from '#lib/api/resources/time.server.ts';
import type { Answered, Resource } from '#lib/api/resources/resource.ts';
import { tellingWords } from '#lib/ui/history/telling-words.ts';
import { readCommand, type Fields } from '../read.ts';
import { badWords } from '../words.ts';

type Difference = typeof diff extends Resource<infer Answer> ? Answer : Answered;

/** What a row of each relation is, as its history tells it. */
const told = {
	alerts: 'alert',
	photometry: 'photometry',
	statements: 'statement',
	notices: 'notice',
	localizations: 'localization'
} as const;
const relations = Object.keys(told) as (keyof typeof told)[];

/** At a terminal a difference is told in words; files have the rows themselves. */
const inWords: Resource<Difference> = {
	...diff,
	tables: {
		changes: {
			description: 'Changes between two bases, in words.',
			columns: [
				{ name: 'change', type: 'text', description: 'added, revised or withdrawn.' },
				{ name: 'what', type: 'text', description: 'What was told.' },
				{ name: 'before', type: 'text', description: 'What it said at the earlier basis.' },
				{ name: 'after', type: 'text', description: 'What it says at the later one.' },
				{ name: 'changed', type: 'text', description: 'Columns whose values differ, of a revision.' }
			],
			rows: (answer) => relations.flatMap((relation) => changesOf(answer, relation)),
			notes: (answer) => ({
				'in all': relations.flatMap((relation) => countsOf(answer, relation)).join('; ') || 'nothing',
				from: answer.from,
				'as rows': '--format json, csv and the like have them whole'
			})
		}
	}
};

function changesOf(answer: Difference, relation: keyof typeof told): object[] {
	const { added = [], revised = [], withdrawn = [] } = answer[relation] ?? {};
	const words = (row: object) =>
		tellingWords({ relation: told[relation], detail: wire(row) as Record<string, unknown>, what: relation });
	const of = (
		change: string,
		before: object | null,
		after: object | null,
		changed: readonly string[] = []
	) => ({
		change,
		what: words((after ?? before)!).about,
		before: before && words(before).value,
		after: after && words(after).value,
		changed: changed.length > 0 ? changed.join(', ') : null
	});
	return [
		...added.map((after) => of('added', null, after)),
		...revised.map(({ before, after, changed }) => of('revised', before, after, changed)),
		...withdrawn.map((before) => of('withdrawn', before, null))
	];
}

/** `statements: 2 added, 1 as before`; nothing where there is none. */
function countsOf(answer: Difference, relation: keyof typeof told): string[] {
	const changes = answer[relation];
	if (!changes) return [];
	const counts = [
		[changes.added.length, 'added'],
		[changes.revised.length, 'revised'],
		[changes.withdrawn.length, 'withdrawn'],
		[changes.unchanged, 'as before']
	] as const;
	const some = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
	return some.length > 0 ? [`${relation}: ${some.join(', ')}`] : [];
}

export const { describe, run } = readCommand(inWords, {
	words: '[<subject>] --from <basis>',
	fromWords: ['subject'],
	read(words): Fields {
		if (words.length > 1) throw badWords('at most one subject', words);
		const [subject] = words;
		return subject === undefined ? {} : { subject: subject.replace(/^\//, '') };
	},
	details:
		'A subject is objects/<survey>/<id> or events/<name>; without one, --ra, --dec and --radius-arcsec\n' +
		'name a part of the sky.'
});
