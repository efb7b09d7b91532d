import type { Question } from '#lib/archive/index.server.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { nearNames } from '../near-names.ts';
import type { Goals } from './goals.ts';

const mostTold = 5;

/**
 * Facilities and instruments that goals name and that whoever asks does not know at the question's basis, each in a phrase with
 * names that are like it; what is kept from them is not known.
 */
export async function unknownNames(question: Question, { targets, coverage }: Goals): Promise<string[]> {
	const goals = [...targets, ...coverage];
	const [facilities, instruments] = (['facilities', 'instruments'] as const).map((key) => [
		...new Set(goals.flatMap((one) => one[key] ?? []))
	]);
	if (facilities!.length + instruments!.length === 0) return [];
	const known = (await listFacilities(question)).map(({ facility }) => facility);
	const carried = known.flatMap((one) => one.telescopes.flatMap((telescope) => telescope.instruments));
	const phrases = [
		...without(
			facilities!,
			known.map(({ facility }) => facility)
		).map((one) => `the facility ${one}`),
		...without(instruments!, [...new Set(carried.map(({ instrument }) => instrument))]).map(
			(one) => `the instrument ${one}`
		)
	];
	const more = phrases.length - mostTold;
	return [...phrases.slice(0, mostTold), ...(more > 0 ? [`${more} more`] : [])];
}

function without(named: readonly string[], known: readonly string[]): string[] {
	return named
		.filter((name) => !known.includes(name))
		.map((name) => {
			const near = nearNames(name, known);
			return `'${name}'${near.length > 0 ? ` (there is ${near.join(', ')})` : ''}`;
		});
}
