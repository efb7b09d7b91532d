import { recentObjectColumns } from '#lib/archive/columns/recent-sky.ts';
import type { Caller } from '../routers/index.server.ts';
import { skyInput } from '../routers/sky.server.ts';
import type { Resource } from './resource.ts';

export const sky: Resource<Awaited<ReturnType<Caller['sky']['recent']>>> = {
	path: '/sky',
	name: 'readRecentSky',
	summary: 'Objects of the newest alerts, and where they are: what the map of the sky shows.',
	input: skyInput,
	answer: (caller, input) => caller.sky.recent(input),
	json: {
		objects: { rows: recentObjectColumns },
		alerts: { schema: { type: 'integer', description: 'Number of alerts looked at.' } },
		since: {
			schema: {
				type: ['string', 'null'],
				format: 'date-time',
				description: 'When the oldest of them became known; null where there are none.'
			}
		},
		has_older: { schema: { type: 'boolean', description: 'Whether older alerts were not looked at.' } }
	},
	tables: {
		objects: {
			description: 'Objects of the newest alerts, the one with the newest alert first.',
			columns: recentObjectColumns,
			rows: (answer) => answer.objects
		}
	}
};
