import type { Goals } from '#lib/planner/campaigns/goals.ts';
import { placeColumns } from '#lib/planner/place-columns.ts';
import type { Column } from '#lib/table/column.ts';

/** Targets as a page tells them. */
export const targetTable: readonly Column[] = [
	{ name: 'name', type: 'text', description: 'Target.' },
	{ name: 'subject', type: 'text', description: 'What the archive knows it as.' },
	...placeColumns(),
	{ name: 'exposures', type: 'text', description: 'What one visit consists of.' },
	{ name: 'visits', type: 'text', description: 'How often, and how far apart.' },
	{ name: 'priority', type: 'double', description: 'Worth of a visit beside others of the campaign.' },
	{ name: 'deadline', type: 'text', description: 'Until when it is of use.' },
	{ name: 'where', type: 'text', description: 'Facilities and instruments that may do it.' }
];

/** Localizations as a page tells them. */
export const coverageTable: readonly Column[] = [
	{ name: 'event', type: 'text', description: 'Event whose newest map is to be covered.' },
	{ name: 'probability', type: 'text', description: 'Probability to be covered.' },
	{ name: 'exposures', type: 'text', description: 'What a look at a field consists of.' },
	{ name: 'visits', type: 'text', description: 'How often, and how far apart.' },
	{ name: 'galaxies', type: 'text', description: 'Galaxies by which the map is weighed.' },
	{ name: 'priority', type: 'double', description: 'Worth beside other goals of the campaign.' },
	{ name: 'deadline', type: 'text', description: 'Until when it is of use.' },
	{ name: 'where', type: 'text', description: 'Facilities and instruments that may do it.' }
];

export const goalHeads = {
	name: 'Target',
	subject: 'Known here as',
	ra_deg: 'RA',
	dec_deg: 'Dec',
	event: 'Event',
	probability: 'To cover',
	exposures: 'Exposures',
	visits: 'How often',
	galaxies: 'Galaxies',
	priority: 'Priority',
	deadline: 'Until, UTC',
	where: 'Where'
};

export function targetRows({ targets }: Pick<Goals, 'targets'>) {
	return targets.map((one) => ({
		name: one.name,
		subject: one.subject,
		ra_deg: one.raDeg,
		dec_deg: one.decDeg,
		visits: often(one.visits, one.cadenceHours, one.isWhole),
		...shared(one)
	}));
}

export function coverageRows({ coverage }: Pick<Goals, 'coverage'>) {
	return coverage.map((one) => ({
		event: one.event,
		probability: `${Number((one.probability * 100).toFixed(1))} %`,
		visits: often(one.epochs, one.cadenceHours, false),
		galaxies: one.galaxies === null ? null : String(one.galaxies.length),
		...shared(one)
	}));
}

type Goal = Goals['targets'][number] | Goals['coverage'][number];

function shared({ sets, priority, deadline, facilities, instruments }: Goal) {
	return {
		exposures: sets
			.map(
				({ band, exposureSec, exposures }) =>
					`${band ?? 'any'} ${exposures === 1 ? '' : `${exposures} × `}${exposureSec} s`
			)
			.join(', '),
		priority,
		deadline,
		where: [...(facilities ?? []), ...(instruments ?? [])].join(', ') || null
	};
}

function often(count: number, cadence: Goals['targets'][number]['cadenceHours'], isWhole: boolean): string {
	const apart = cadence === null || count === 1 ? '' : `, ${cadence.least} to ${cadence.greatest} h apart`;
	return `${count === 1 ? 'once' : `${count} times`}${apart}${isWhole && count > 1 ? ', all or none' : ''}`;
}
