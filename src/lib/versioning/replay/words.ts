import type { FactChange, InputChange, OutputChange } from './compare.ts';
import type { DecisionReplay, Replay } from './replay.ts';

const mostNamed = 3;

/** A replay in sentences, the verdict first. */
export function wordsOf(replay: Omit<Replay, 'words'>): string[] {
	const { then, now, identical, hidden, inputs, environment, outputs, repeatable } = replay;
	const isSame = inputs.length === 0 && then.commit === now.commit;
	return [
		identical
			? `Identical: ${count(now.inputs, 'input')} and ${count(now.outputs, 'output')}, all as they were.`
			: 'Different.',
		then.commit === now.commit ? '' : `Other code: ${short(now.commit)} in place of ${short(then.commit)}.`,
		then.basis === now.basis ? '' : `Another basis: ${now.basis} in place of ${then.basis}.`,
		hidden.length === 0
			? ''
			: `Changed rights: the run could see ${hidden.join(', ')}, and you may not see that now.`,
		inputs.length === 0 ? '' : `Other inputs: ${few(inputs.map(inputWords))}.`,
		inputs.length === 0 && then.inputs_digest !== now.inputs_digest
			? 'The same inputs came in another order.'
			: '',
		environment.length === 0
			? ''
			: `Another environment: ${few(environment.map((one) => `${one.name} ${one.now ?? 'absent'} in place of ${one.then ?? 'absent'}`))}.`,
		then.reason === now.reason
			? then.reason === null
				? ''
				: `It fails as it did: ${then.reason}`
			: now.reason === null
				? `It failed then (${then.reason}) and does not now.`
				: `It fails now: ${now.reason}`,
		outputs.length === 0 ? '' : `Other outputs: ${outputWords(outputs)}.`,
		repeatable === false
			? 'It is not deterministic: asked twice with the same inputs, it said different things.'
			: !identical && isSame && outputs.length > 0 && environment.length === 0
				? 'The same code with the same inputs in the same environment said something else: it is not deterministic, or depends on something that it does not declare.'
				: ''
	].filter((sentence) => sentence !== '');
}

/** A decision's replay in sentences, the verdict first. */
export function decisionWords({
	identical,
	evidence,
	runs,
	subject
}: Omit<DecisionReplay, 'words'>): string[] {
	return [
		identical
			? `Identical: what was known of ${subject} is as it was, and so ${runs.length === 1 ? 'is its run' : `are its ${runs.length} runs`}.`
			: 'Different.',
		evidence.length === 0 ? '' : `Other facts of ${subject}: ${factWords(evidence)}.`,
		...runs.map(({ run, analysis, words }) => `Run ${run} of ${analysis}: ${words.join(' ')}`)
	].filter((sentence) => sentence !== '');
}

function inputWords({ input, key, change, facts }: InputChange): string {
	return `${key} of '${input}' ${change === 'changed' ? `(${factWords(facts)})` : `is ${change}`}`;
}

function factWords(facts: readonly FactChange[]): string {
	return few(facts.map(({ fact, change }) => `${fact} ${change === 'changed' ? 'changed' : `is ${change}`}`));
}

function outputWords(outputs: readonly OutputChange[]): string {
	const [missing, added] = (['missing', 'added'] as const).map(
		(change) => outputs.filter((one) => one.change === change).length
	);
	return [missing ? `${missing} missing` : '', added ? `${added} new` : ''].filter((one) => one).join(', ');
}

function few(all: readonly string[]): string {
	const rest = all.length - mostNamed;
	return all.slice(0, mostNamed).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

function count(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function short(commit: string): string {
	return commit.slice(0, 12);
}
