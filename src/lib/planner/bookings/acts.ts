import type { BlockState } from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';

export type { BlockState };

/** What can be done with a block after it was proposed. */
export const acts = ['accept', 'decline', 'move', 'withdraw', 'execute', 'fail', 'abort'] as const;
export type Act = (typeof acts)[number];

/** Who wants the block, or who answers for the telescope. */
export type Side = 'planner' | 'operator';

export const reasonKinds = [
	'weather',
	'fault',
	'override',
	'lost-to-another',
	'target',
	'time',
	'other'
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

interface Rule {
	readonly from: readonly BlockState[];
	readonly by: readonly Side[];
	/** As part of a sentence: "was ...". */
	readonly done: string;
	readonly wantsReason: boolean;
}

const rules: Readonly<Record<Act, Rule>> = {
	accept: { from: ['proposed'], by: ['operator'], done: 'accepted', wantsReason: false },
	decline: { from: ['proposed'], by: ['operator'], done: 'declined', wantsReason: true },
	move: { from: ['proposed', 'accepted'], by: ['planner', 'operator'], done: 'moved', wantsReason: false },
	withdraw: { from: ['proposed', 'accepted'], by: ['planner'], done: 'withdrawn', wantsReason: false },
	execute: { from: ['accepted'], by: ['operator'], done: 'executed', wantsReason: false },
	fail: { from: ['accepted'], by: ['operator'], done: 'failed', wantsReason: true },
	abort: { from: ['accepted'], by: ['operator'], done: 'aborted', wantsReason: true }
};

const after: Readonly<Record<Exclude<Act, 'move'>, BlockState>> = {
	accept: 'accepted',
	decline: 'declined',
	withdraw: 'withdrawn',
	execute: 'executed',
	fail: 'failed',
	abort: 'aborted'
};

/** Acts that are open to one side while a block is in a state. */
export function actsFrom(state: BlockState, side: Side): Act[] {
	return acts.filter((act) => rules[act].from.includes(state) && rules[act].by.includes(side));
}

/**
 * The state that an act leads to. Whoever wants a block and moves it asks anew; its operators move what they have accepted.
 * @throws LookbackError `planner/bad-act` for an act that the state does not allow.
 */
export function stateAfter(act: Act, state: BlockState, side: Side): BlockState {
	if (!rules[act].from.includes(state))
		throw new LookbackError(
			'conflict',
			'planner/bad-act',
			`A block that is ${state} cannot be ${rules[act].done}; it must be ${rules[act].from.join(' or ')}.`,
			{ act, state }
		);
	if (act !== 'move') return after[act];
	return side === 'operator' ? state : 'proposed';
}

/** Sides that may do it. */
export function sidesOf(act: Act): readonly Side[] {
	return rules[act].by;
}

export function wantsReason(act: Act): boolean {
	return rules[act].wantsReason;
}
