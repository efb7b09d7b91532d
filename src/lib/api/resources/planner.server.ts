import { blockColumns } from '#lib/planner/bookings/columns.ts';
import { campaignColumns, coverageStepColumns } from '#lib/planner/campaigns/columns.ts';
import { altitudeColumns } from '#lib/planner/facilities/altitude-columns.ts';
import { facilityColumns } from '#lib/planner/facilities/columns.ts';
import { neverUpColumns, positionColumns, upWindowColumns } from '#lib/planner/facilities/when-up-columns.ts';
import {
	planBlockColumns,
	planChangeColumns,
	planColumns,
	planCoverageColumns,
	planLeftOutColumns,
	planOutcomeColumns
} from '#lib/planner/plans/columns.ts';
import { pointingColumns } from '#lib/planner/pointings/columns.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { campaignInput, campaignsInput } from '../routers/campaigns.server.ts';
import { facilitiesInput, facilityInput } from '../routers/facilities.server.ts';
import type { Caller } from '../routers/index.server.ts';
import { altitudesInput, observeInput } from '../routers/observe.server.ts';
import { compareInput, planInput, plansInput } from '../routers/plans.server.ts';
import { pointingsInput } from '../routers/pointings.server.ts';
import { blockInput, scheduleInput } from '../routers/schedule.server.ts';
import type { Resource } from './resource.ts';

type Answers<Router extends 'facilities' | 'campaigns' | 'plans' | 'schedule'> = {
	[Name in 'list' | 'read']: Awaited<ReturnType<Caller[Router][Name]>>;
};

export const facilities: Resource<Answers<'facilities'>['list']> = {
	path: '/facilities',
	name: 'listFacilities',
	summary: 'Facilities that can be asked for time.',
	input: facilitiesInput,
	answer: (caller, input) => caller.facilities.list(input),
	json: { facilities: { rows: facilityColumns } },
	tables: {
		facilities: {
			description: 'Facilities, by name.',
			columns: facilityColumns,
			rows: (answer) => answer.facilities
		}
	}
};

export const facility: Resource<Answers<'facilities'>['read']> = {
	path: '/facilities/{id}',
	name: 'readFacility',
	summary: 'A facility: site, telescopes, instruments, limits, time given and kept, with their sources.',
	input: facilityInput,
	answer: (caller, input) => caller.facilities.read(input),
	json: {
		facility: { row: facilityColumns },
		document: { schema: { type: 'object', description: 'All that is known of it, as its YAML has it.' } }
	},
	tables: {
		facilities: {
			description: 'The facility.',
			columns: facilityColumns,
			rows: (answer) => [answer.facility]
		}
	}
};

export const campaigns: Resource<Answers<'campaigns'>['list']> = {
	path: '/campaigns',
	name: 'listCampaigns',
	summary: 'Campaigns, the latest changed first.',
	input: campaignsInput,
	answer: (caller, input) => caller.campaigns.list(input),
	json: { campaigns: { rows: campaignColumns } },
	tables: {
		campaigns: {
			description: 'Campaigns, the latest changed first.',
			columns: campaignColumns,
			rows: (answer) => answer.campaigns
		}
	}
};

export const campaign: Resource<Answers<'campaigns'>['read']> = {
	path: '/campaigns/{id}',
	name: 'readCampaign',
	summary: 'A campaign: its goals, and every revision of them.',
	input: campaignInput,
	answer: (caller, input) => caller.campaigns.read(input),
	json: {
		campaign: { row: campaignColumns },
		goals: { schema: { type: 'object', description: 'Targets and localizations it wants observed.' } },
		revisions: { rows: campaignColumns }
	},
	tables: {
		revisions: {
			description: 'Revisions of the campaign, the newest first.',
			columns: campaignColumns,
			rows: (answer) => answer.revisions
		}
	}
};

export const campaignCoverage: Resource<Awaited<ReturnType<Caller['campaigns']['coverage']>>> = {
	path: '/campaigns/{id}/coverage',
	name: 'readCampaignCoverage',
	summary:
		'How much of each localization that a campaign wants was covered by when, by whomever, and is to be.',
	input: campaignInput,
	answer: (caller, input) => caller.campaigns.coverage(input),
	json: {
		campaign: { schema: { type: 'string', description: 'Name of the campaign.' } },
		revision: { schema: { type: 'integer', description: 'Revision whose localizations are meant.' } },
		steps: { rows: coverageStepColumns }
	},
	tables: {
		steps: {
			description: 'Looks at localizations, in order of time.',
			columns: coverageStepColumns,
			rows: (answer) => answer.steps
		}
	}
};

export const schedule: Resource<Answers<'schedule'>['list']> = {
	path: '/schedule',
	name: 'listBlocks',
	summary: 'The shared schedule: who asked which telescope for which time, and what became of it.',
	input: scheduleInput,
	answer: (caller, input) => caller.schedule.list(input),
	json: { blocks: { rows: blockColumns } },
	tables: {
		blocks: {
			description: 'Blocks, by their beginning.',
			columns: blockColumns,
			rows: (answer) => answer.blocks
		}
	}
};

export const block: Resource<Answers<'schedule'>['read']> = {
	path: '/schedule/{id}',
	name: 'readBlock',
	summary: 'A block of the schedule, and how it came to be as it is.',
	input: blockInput,
	answer: (caller, input) => caller.schedule.read(input),
	json: { block: { row: blockColumns }, revisions: { rows: blockColumns } },
	tables: {
		revisions: {
			description: 'Revisions of the block, the first first.',
			columns: blockColumns,
			rows: (answer) => answer.revisions
		}
	}
};

export const pointings: Resource<Awaited<ReturnType<Caller['pointings']['list']>>> = {
	path: '/pointings',
	name: 'listPointings',
	summary: 'Where instruments looked, and where they were going to.',
	input: pointingsInput,
	answer: (caller, input) => caller.pointings.list(input),
	json: { pointings: { rows: pointingColumns } },
	tables: {
		pointings: {
			description: 'Pointings, by their beginning.',
			columns: pointingColumns,
			rows: (answer) => answer.pointings
		}
	}
};

export const plans: Resource<Answers<'plans'>['list']> = {
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

type ReadPlan = Answers<'plans'>['read'];

/** How good a plan is, on what it was made, and why it no longer stands, where it does not. */
function planNotes({ plan: made, stale }: ReadPlan): Record<string, string> {
	return {
		'made by': made.software,
		'made on': `${formatInstant(made.basis_known_at)}~${made.basis_batch}`,
		worth: `${made.objective.toFixed(3)}; no plan is worth more than ${made.bound.toFixed(3)}`,
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
		changes: { rows: planChangeColumns }
	},
	tables: {
		changes: {
			description: 'Blocks that the plans have otherwise, in order of time.',
			columns: planChangeColumns,
			rows: (answer) => answer.changes
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

export const altitudes: Resource<Awaited<ReturnType<Caller['observe']['altitudes']>>> = {
	path: '/observe/altitudes',
	name: 'altitudes',
	summary: 'How high a position, the Sun and the Moon stand at a site, step by step.',
	input: altitudesInput,
	answer: (caller, input) => caller.observe.altitudes(input),
	json: {
		position: { row: positionColumns },
		altitudes: { rows: altitudeColumns }
	},
	tables: {
		altitudes: {
			description: 'Altitudes at a site, in order of time.',
			columns: altitudeColumns,
			rows: (answer) => answer.altitudes
		}
	}
};

export const observe: Resource<Awaited<ReturnType<Caller['observe']['read']>>> = {
	path: '/observe',
	name: 'whenUp',
	summary: 'When a position can be observed from each facility, why not longer, and how well.',
	input: observeInput,
	answer: (caller, input) => caller.observe.read(input),
	json: {
		position: { row: positionColumns },
		windows: { rows: upWindowColumns },
		never: { rows: neverUpColumns }
	},
	tables: {
		windows: {
			description: 'When each telescope can observe it.',
			columns: upWindowColumns,
			rows: (answer) => answer.windows
		},
		never: {
			description: 'Telescopes that cannot, and why.',
			columns: neverUpColumns,
			rows: (answer) => answer.never
		}
	}
};
