import { formatInstant } from '#lib/sky/time.ts';
import type { ProblemDigests } from '../schedule/problem-digest.ts';
import type { Ground, PlanBlock } from './document.ts';

/** What a plan was, or is now. */
export interface CarriedPlan {
	/** What was known when. */
	readonly basis: string;
	readonly software: string;
	/** Null of a plan made before they were kept. */
	readonly problem: ProblemDigests | null;
	/** SHA-256 over its blocks. */
	readonly outputs_digest: string;
	/** Null where the blocks break the problem. */
	readonly objective: number | null;
}

/** A plan carried out again, and what is not as it was. */
export interface PlanReplay {
	readonly plan: string;
	readonly then: CarriedPlan;
	readonly now: CarriedPlan;
	/** Whether its problem is the same, its blocks are sound and worth the same, and a search by steps finds them again. */
	readonly identical: boolean;
	/** Whether it was looked for again: what a search finds in a time depends on the machine, what it finds in steps does not. */
	readonly searched: boolean;
	/** Facts it rests on that are otherwise. */
	readonly facts: readonly FactThenNow[];
	readonly environment: readonly {
		readonly name: string;
		readonly then: string | null;
		readonly now: string | null;
	}[];
	/** Parts of the problem that are otherwise, in words. */
	readonly parts: readonly string[];
	/** What the recorded blocks break against the problem, in sentences. */
	readonly faults: readonly string[];
	readonly blocks: readonly { readonly change: 'missing' | 'added'; readonly block: PlanBlock }[];
	/** Localizations of which another probability is covered, and visits that are left out for other reasons. */
	readonly coverage: readonly string[];
	readonly left_out: readonly string[];
	/** All of it in sentences, the verdict first. */
	readonly words: readonly string[];
}

export interface FactThenNow {
	readonly what: Ground['what'];
	readonly name: string;
	readonly then: string | null;
	readonly now: string | null;
}

const mostNamed = 3;

/** A replay in sentences, the verdict first. */
export function replayWords(
	replay: Omit<PlanReplay, 'words'>,
	{
		visits,
		telescopes,
		seconds
	}: { readonly visits: number; readonly telescopes: number; readonly seconds: number | null }
): string[] {
	const { then, now, identical, searched, facts, environment, parts, faults, blocks, coverage, left_out } =
		replay;
	const worth = now.objective?.toPrecision(6);
	return [
		identical
			? `Identical: the problem of ${count(visits, 'visit')} and ${count(telescopes, 'telescope')} is as it was, and ${searched ? 'the same search finds the same blocks' : 'the blocks keep all its rules'}, worth ${worth}.`
			: 'Different.',
		searched
			? ''
			: `Its search had ${seconds} s, and what is found in a time depends on the machine: its blocks were checked against the problem, and not looked for again.`,
		then.basis === now.basis ? '' : `Another basis: ${now.basis} in place of ${then.basis}.`,
		then.software === now.software ? '' : `Another planner: ${now.software} in place of ${then.software}.`,
		facts.length === 0
			? ''
			: `Other facts: ${few(facts.map(({ what, name, ...one }) => `${what} ${name} (${one.now ?? 'not known'}; then ${one.then ?? 'not known'})`))}.`,
		then.problem === null
			? 'It was made before plans kept a digest of their problem, which cannot be compared.'
			: parts.length === 0
				? ''
				: `Another problem: ${parts.join('; ')}.`,
		faults.length === 0
			? ''
			: `The blocks do not fit it: ${few(faults.map((one) => one.replace(/\.$/, '')))}.`,
		faults.length > 0 || isAsMuch(then.objective, now.objective)
			? ''
			: `The plan is worth ${worth} in place of ${then.objective?.toPrecision(6)}.`,
		blocks.length === 0
			? ''
			: `Other blocks: ${(['missing', 'added'] as const).map((change) => `${blocks.filter((one) => one.change === change).length} ${change === 'missing' ? 'missing' : 'new'}`).join(', ')}.`,
		coverage.length === 0 ? '' : `Another coverage: ${few(coverage)}.`,
		left_out.length === 0 ? '' : `Left out otherwise: ${few(left_out)}.`,
		environment.length === 0
			? ''
			: `Another environment: ${few(environment.map((one) => `${one.name} ${one.now ?? 'absent'} in place of ${one.then ?? 'absent'}`))}.`
	].filter((sentence) => sentence !== '');
}

/** Whether two objectives are the same but for the order in which they were summed. */
export function isAsMuch(then: number | null, now: number | null): boolean {
	if (then === null || now === null) return then === now;
	return Math.abs(then - now) <= 1e-9 * Math.max(1, Math.abs(then));
}

/** What differs, a row each, as replays of runs tell it. */
export function planDifferencesOf({
	facts,
	environment,
	parts,
	faults,
	blocks,
	coverage,
	left_out
}: Omit<PlanReplay, 'words'>): object[] {
	return [
		...facts.map(({ what, name, then, now }) => ({
			part: 'input',
			change: 'changed',
			what: `${what} ${name}`,
			then,
			now
		})),
		...parts.map((what) => ({ part: 'problem', change: 'changed', what })),
		...environment.map(({ name, then, now }) => ({
			part: 'environment',
			change: 'changed',
			what: name,
			then,
			now
		})),
		...faults.map((what) => ({ part: 'block', change: 'broken', what })),
		...blocks.map(({ change, block: { visit, ...block } }) => ({
			part: 'output',
			change,
			what: visit,
			[change === 'missing' ? 'then' : 'now']:
				`${block.facility}/${block.telescope} ${block.instrument}, ${formatInstant(block.from_at)} to ${formatInstant(block.to_at)}`
		})),
		...[...coverage, ...left_out].map((what) => ({ part: 'output', change: 'changed', what }))
	];
}

function few(all: readonly string[]): string {
	const rest = all.length - mostNamed;
	return all.slice(0, mostNamed).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

function count(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? '' : 's'}`;
}
