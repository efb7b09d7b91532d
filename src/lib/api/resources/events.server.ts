import {
	eventColumns,
	judgedNoticeColumns,
	localizationColumns,
	noticeColumns
} from '#lib/archive/columns/events.ts';
import { statementColumns } from '#lib/archive/columns/statements.ts';
import type { Caller } from '../routers/index.server.ts';
import { eventInput, eventsInput, skymapInput } from '../routers/events.server.ts';
import { noticeInput } from '../routers/notices.server.ts';
import type { Resource } from './resource.ts';

type Answers = { [Name in keyof Caller['events']]: Awaited<ReturnType<Caller['events'][Name]>> };

export const events: Resource<Answers['list']> = {
	path: '/events',
	name: 'listEvents',
	summary: 'Events, the one with the latest news first.',
	input: eventsInput,
	answer: (caller, input) => caller.events.list(input),
	json: { events: { rows: eventColumns } },
	tables: {
		events: {
			description: 'Events as their notices have them.',
			columns: eventColumns,
			rows: (answer) => answer.events
		}
	}
};

export const event: Resource<Answers['read']> = {
	path: '/events/{name}',
	name: 'readEvent',
	summary: 'An event: every notice and map of it so far. As a table: its notices.',
	input: eventInput,
	answer: (caller, input) => caller.events.read(input),
	json: {
		event: { row: eventColumns },
		notices: { rows: judgedNoticeColumns },
		localizations: { rows: localizationColumns },
		statements: { rows: statementColumns },
		retracted: { schema: { type: 'boolean', description: 'Whether the last machine notice retracts it.' } }
	},
	tables: {
		notices: {
			description: 'Notices and circulars in the order they became known.',
			columns: judgedNoticeColumns,
			rows: (answer) => answer.notices
		},
		localizations: {
			description: 'Maps in the order they became known.',
			columns: localizationColumns,
			rows: (answer) => answer.localizations
		},
		statements: {
			description: 'What anyone says about the event.',
			columns: statementColumns,
			rows: (answer) => answer.statements
		}
	}
};

const numbers = (description: string, type: string) => ({
	type: 'array',
	description,
	items: { type, minimum: 0 }
});

export const skymap: Resource<Answers['skymap']> = {
	path: '/events/{name}/skymap',
	name: 'readSkymap',
	summary: "The credible region of an event's newest map, as HEALPix cells (NESTED, ICRS) of several orders.",
	input: skymapInput,
	answer: (caller, input) => caller.events.skymap(input),
	json: {
		localization: { row: localizationColumns },
		level: { schema: { type: 'number', description: "Part of the map's probability in the region." } },
		area_deg2: { schema: { type: 'number', description: 'Area of the region in square degrees.' } },
		cells: {
			schema: {
				type: 'object',
				properties: {
					order: numbers('Order of each cell.', 'integer'),
					pixel: numbers('Number of each cell.', 'integer'),
					density_per_sr: numbers('Probability per steradian of each cell.', 'number')
				}
			}
		}
	},
	tables: {
		cells: {
			description: 'Cells of the credible region.',
			columns: [
				{ name: 'order', type: 'int', description: 'HEALPix order of the cell.' },
				{
					name: 'pixel',
					type: 'double',
					ucd: 'pos.healpix',
					description: 'Number of the cell, NESTED, ICRS.'
				},
				{ name: 'density_per_sr', type: 'double', unit: 'sr**-1', description: 'Probability per steradian.' }
			],
			rows: ({ cells }) =>
				cells.order.map((order, i) => ({
					order,
					pixel: cells.pixel[i],
					density_per_sr: cells.density_per_sr[i]
				}))
		}
	}
};

export const notice: Resource<Awaited<ReturnType<Caller['notices']['read']>>> = {
	path: '/notices/{id+}',
	name: 'readNotice',
	summary: 'One notice or circular.',
	input: noticeInput,
	answer: (caller, input) => caller.notices.read(input),
	json: { notice: { row: noticeColumns } },
	tables: {
		notices: { description: 'One notice.', columns: noticeColumns, rows: (answer) => [answer.notice] }
	}
};
