import {
	planBlockColumns,
	planChangeColumns,
	planColumns,
	planCoverageColumns,
	planLeftOutColumns,
	planOutcomeColumns
} from '#lib/planner/plans/columns.ts';
import { groundChangeWords } from '#lib/planner/plans/index.server.ts';
import { formatInstant } from '#lib/sky/time.ts';
import type { Caller } from '../routers/index.server.ts';
import { compareInput, planInput, plansInput } from '../routers/plans.server.ts';
import type { Resource } from './resource.ts';

export const plans: Resource<Awaited<ReturnType<Caller['plans']['list']>>> = {
	path: '/plans',
	name: 'listPlans',
	summary: 'Plans that were made, the newest first.',
	input: plansInput,
	answer: (caller, input) => caller.plans.list(input),
	json: { plans: { rows: planColumns } },
	tables: {
		plans: { description: 'Plans, the newest first.', columns: planColumns, rows: (answer) => answer.plans }
	}
};

type ReadPlan = Awaited<ReturnType<Caller['plans']['read']>>;

/** How good a plan is, on what it was made, and why it no longer stands, where it does not. */
function planNotes({ plan: made, stale, counterfactual }: ReadPlan): Record<string, string> {
	return {
		'made by': made.software,
		'made on': `${formatInstant(made.basis_known_at)}~${made.basis_batch}`,
		worth: `${made.objective.toFixed(3)}; no plan is worth more than ${made.bound.toFixed(3)}`,
		...(counterfactual !== null && { counterfactual }),
		...(stale.length > 0 && { stale: stale.map(({ reason }) => reason).join(' ') })
	};
}

export const plan: Resource<ReadPlan> = {
	path: '/plans/{id}',
	name: 'readPlan',
	summary:
		'A plan: its blocks, what is left out and why, and whether it still stands. As a table: its blocks.',
	input: planInput,
	answer: (caller, input) => caller.plans.read(input),
	json: {
		plan: { row: planColumns },
		improves: {
			schema: {
				type: ['string', 'null'],
				description: 'The first plan of the same search, which this one betters.'
			}
		},
		improved_by: {
			schema: {
				type: 'array',
				items: { type: 'object' },
				description: 'Plans of the same search that better this one, and what they are worth, the best first.'
			}
		},
		blocks: { rows: planBlockColumns },
		left_out: { rows: planLeftOutColumns },
		coverage: { rows: planCoverageColumns },
		remarks: {
			schema: { type: 'array', items: { type: 'string' }, description: 'What a reader should know.' }
		},
		rests_on: {
			schema: { type: 'array', items: { type: 'object' }, description: 'The facts it was made from.' }
		},
		facilities_known_at: {
			schema: { type: 'string', description: 'When its facilities were asked about.' }
		},
		counterfactual: {
			schema: {
				type: ['string', 'null'],
				description: 'Why nobody could have made it when it was due, in a sentence; null where they could.'
			}
		},
		stale: {
			schema: {
				type: 'array',
				items: { type: 'object' },
				description: 'What it was made from that is otherwise at the basis asked about.'
			}
		}
	},
	tables: {
		blocks: {
			description: 'Blocks of the plan, by their beginning.',
			columns: planBlockColumns,
			rows: (answer) => answer.blocks,
			notes: planNotes
		},
		left_out: {
			description: 'What is left out, and why.',
			columns: planLeftOutColumns,
			rows: (answer) => answer.left_out,
			// below the blocks, where there are some
			notes: (answer) => (answer.blocks.length > 0 ? {} : planNotes(answer))
		},
		coverage: {
			description: 'How much of each localization is covered.',
			columns: planCoverageColumns,
			rows: (answer) => answer.coverage
		}
	}
};

export const planComparison: Resource<Awaited<ReturnType<Caller['plans']['compare']>>> = {
	path: '/plans/{id}/compare',
	name: 'comparePlans',
	summary: 'What a plan does otherwise than another one: blocks that came, went and moved, and why.',
	input: compareInput,
	answer: (caller, input) => caller.plans.compare(input),
	json: {
		before: { row: planColumns },
		after: { row: planColumns },
		grounds: {
			schema: {
				type: 'array',
				items: { type: 'object' },
				description: 'Facts that the plans were made from in different tellings, and what was told then.'
			}
		},
		changes: { rows: planChangeColumns }
	},
	tables: {
		changes: {
			description: 'Blocks that the plans have otherwise, in order of time.',
			columns: planChangeColumns,
			rows: (answer) => answer.changes,
			notes: ({ grounds }): Record<string, string> =>
				grounds.length === 0 ? {} : { 'made on other facts': grounds.map(groundChangeWords).join('; ') }
		}
	}
};

export const planOutcome: Resource<Awaited<ReturnType<Caller['plans']['outcome']>>> = {
	path: '/plans/{id}/outcome',
	name: 'readPlanOutcome',
	summary: "What became of a plan's blocks: proposed, moved, executed, failed, and for which reasons.",
	input: planInput,
	answer: (caller, input) => caller.plans.outcome(input),
	json: {
		plan: { schema: { type: 'string', description: 'Name of the plan.' } },
		told: { schema: { type: 'string', description: 'All of it in a sentence.' } },
		outcome: { rows: planOutcomeColumns }
	},
	tables: {
		outcome: {
			description: "The plan's blocks, and what became of them.",
			columns: planOutcomeColumns,
			rows: (answer) => answer.outcome
		}
	}
};
