import { altitudeColumns } from '#lib/planner/facilities/altitude-columns.ts';
import { facilityColumns } from '#lib/planner/facilities/columns.ts';
import { neverUpColumns, positionColumns, upWindowColumns } from '#lib/planner/facilities/when-up-columns.ts';
import { facilitiesInput, facilityInput } from '../routers/facilities.server.ts';
import type { Caller } from '../routers/index.server.ts';
import { altitudesInput, observeInput } from '../routers/observe.server.ts';
import type { Resource } from './resource.ts';

export const facilities: Resource<Awaited<ReturnType<Caller['facilities']['list']>>> = {
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

export const facility: Resource<Awaited<ReturnType<Caller['facilities']['read']>>> = {
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
