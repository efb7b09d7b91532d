import { blockColumns } from '#lib/planner/bookings/columns.ts';
import { pointingColumns } from '#lib/planner/pointings/columns.ts';
import type { Caller } from '../routers/index.server.ts';
import { pointingsInput } from '../routers/pointings.server.ts';
import { blockInput, scheduleInput } from '../routers/schedule.server.ts';
import type { Resource } from './resource.ts';

export const schedule: Resource<Awaited<ReturnType<Caller['schedule']['list']>>> = {
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

export const block: Resource<Awaited<ReturnType<Caller['schedule']['read']>>> = {
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
	json: {
		pointings: { rows: pointingColumns },
		before: { schema: { type: 'integer', description: 'Pointings on the pages before this one.' } },
		total: { schema: { type: 'integer', description: 'Pointings that are as asked, on all pages.' } }
	},
	tables: {
		pointings: {
			description: 'Pointings, the newest beginning first.',
			columns: pointingColumns,
			rows: (answer) => answer.pointings,
			notes: ({ pointings, before, total }) => ({
				...(total > pointings.length && {
					rows: `${(before + 1).toLocaleString('en')} to ${(before + pointings.length).toLocaleString('en')} of ${total.toLocaleString('en')}`
				})
			})
		}
	}
};
