import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';
import { placeColumns } from '../place-columns.ts';

/** A plan in brief. */
export const planColumns: readonly Column[] = [
	{ name: 'plan', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the plan.' },
	{ name: 'campaigns', type: 'json', description: 'Campaigns it is for.' },
	{ name: 'audience', type: 'text', description: 'Who sees it: public, or a group.' },
	{
		name: 'basis_known_at',
		type: 'instant',
		description: 'Knowledge time of its basis, UTC: what it rests on was known then.'
	},
	{ name: 'basis_batch', type: 'long', description: 'Batch of its basis.' },
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'Beginning of the time planned, UTC.' },
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'End of the time planned, UTC.' },
	{ name: 'software', type: 'text', description: 'Planner and its version.' },
	{ name: 'options', type: 'json', description: 'Limits of the search and its seed.' },
	{ name: 'objective', type: 'double', description: 'What the plan is worth.', precision: 3 },
	{ name: 'bound', type: 'double', description: 'What no plan is worth more than.', precision: 3 },
	{ name: 'blocks', type: 'int', description: 'Blocks.' },
	{ name: 'left_out', type: 'int', description: 'Visits that are left out.' },
	{ name: 'summary', type: 'json', description: 'Gap, and how much of each localization is covered.' },
	{
		name: 'counterfactual',
		type: 'text',
		description: 'Why nobody could have made it when it was due; nothing where somebody could.'
	},
	{ name: 'inputs_digest', type: 'text', description: 'SHA-256 over the facts it was made from.' },
	{ name: 'outputs_digest', type: 'text', description: 'SHA-256 over its blocks.' },
	{ name: 'started_at', type: 'instant', description: 'When it was begun, UTC.' },
	{ name: 'finished_at', type: 'instant', description: 'When it was finished, UTC.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who had it made.' },
	...tellingColumns
];

/** A block that a plan proposes. */
export const planBlockColumns: readonly Column[] = [
	{
		name: 'visit',
		type: 'text',
		ucd: 'meta.id',
		description: 'Visit, by campaign and target, or by campaign, event, telescope and field.'
	},
	{ name: 'campaign', type: 'text', description: 'Campaign.' },
	{ name: 'label', type: 'text', description: 'Target, or field.' },
	{ name: 'subject', type: 'text', description: 'What it is for, as the address of its page.' },
	{ name: 'field', type: 'text', description: 'Field of the grid of the instrument.' },
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty', description: 'Facility.' },
	{ name: 'telescope', type: 'text', ucd: 'instr.tel', description: 'Telescope.' },
	{ name: 'instrument', type: 'text', ucd: 'instr', description: 'Instrument.' },
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'Beginning, UTC.' },
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'End, UTC.' },
	...placeColumns(),
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: 'Band.' },
	{
		name: 'exposure_sec',
		type: 'double',
		unit: 's',
		ucd: 'time.duration;obs.exposure',
		description: 'One exposure.'
	},
	{ name: 'exposures', type: 'int', description: 'Exposures.' }
];

/** A visit that a plan leaves out. */
export const planLeftOutColumns: readonly Column[] = [
	{
		name: 'visit',
		type: 'text',
		ucd: 'meta.id',
		description: 'Visit, by campaign and target, or by campaign, event, telescope and field.'
	},
	{ name: 'campaign', type: 'text', description: 'Campaign.' },
	{ name: 'label', type: 'text', description: 'Target, or field.' },
	{
		name: 'why',
		type: 'text',
		description: 'closed, not-given, too-long, request, no-gain or lost.'
	},
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why, in a sentence.' },
	{ name: 'change', type: 'text', description: 'The cheapest change found that would let it in.' },
	{
		name: 'change_cost',
		type: 'double',
		description: 'How much less the plan would be worth with that change.',
		precision: 3
	}
];

/** How much of a localization a plan covers. */
export const planCoverageColumns: readonly Column[] = [
	{ name: 'campaign', type: 'text', description: 'Campaign.' },
	{ name: 'event', type: 'text', description: 'Event.' },
	{ name: 'band', type: 'text', description: 'Bands.' },
	{ name: 'epoch', type: 'int', description: 'Epoch, from 1.' },
	{ name: 'map', type: 'text', description: 'Its map.' },
	{ name: 'map_known_at', type: 'instant', description: 'When that map was known, UTC.' },
	{ name: 'wanted', type: 'double', description: 'Probability that is wanted.', precision: 3 },
	{ name: 'before', type: 'double', description: 'Probability covered before.', precision: 3 },
	{ name: 'planned', type: 'double', description: 'Probability covered with the plan.', precision: 3 }
];

const side = (name: 'before' | 'after', words: string): readonly Column[] => [
	{
		name: `${name}_telescope`,
		type: 'text',
		ucd: 'instr.tel',
		description: `Facility and telescope ${words}.`
	},
	{ name: `${name}_instrument`, type: 'text', ucd: 'instr', description: `Instrument ${words}.` },
	{ name: `${name}_from_at`, type: 'instant', ucd: 'time.start', description: `Beginning ${words}, UTC.` },
	{ name: `${name}_to_at`, type: 'instant', ucd: 'time.end', description: `End ${words}, UTC.` }
];

/** What one plan does otherwise than another. */
export const planChangeColumns: readonly Column[] = [
	{ name: 'change', type: 'text', description: 'added, removed or moved.' },
	{
		name: 'visit',
		type: 'text',
		ucd: 'meta.id',
		description: 'Visit, by campaign and target, or by campaign, event, telescope and field.'
	},
	{ name: 'campaign', type: 'text', description: 'Campaign.' },
	{ name: 'label', type: 'text', description: 'Target, or field.' },
	...side('before', 'in the plan that is compared with'),
	...side('after', 'in this plan'),
	{
		name: 'why',
		type: 'text',
		ucd: 'meta.note',
		description: 'Why the plan that lacks it leaves it out; none where that plan does not know of it.'
	}
];

/** What became of a plan's blocks. */
export const planOutcomeColumns: readonly Column[] = [
	{ name: 'label', type: 'text', description: 'Target, or field.' },
	{ name: 'campaign', type: 'text', description: 'Campaign.' },
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty', description: 'Facility.' },
	{ name: 'telescope', type: 'text', ucd: 'instr.tel', description: 'Telescope.' },
	{ name: 'instrument', type: 'text', ucd: 'instr', description: 'Instrument.' },
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: 'Band.' },
	{ name: 'planned_from_at', type: 'instant', ucd: 'time.start', description: 'Beginning as planned, UTC.' },
	{ name: 'planned_to_at', type: 'instant', ucd: 'time.end', description: 'End as planned, UTC.' },
	{
		name: 'state',
		type: 'text',
		ucd: 'meta.code.status',
		description: 'not proposed, or the state of its block.'
	},
	{ name: 'block', type: 'text', ucd: 'meta.id', description: 'Its block of the schedule.' },
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'When that begins or began, UTC.' },
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'When that ends or ended, UTC.' },
	{
		name: 'late_sec',
		type: 'double',
		unit: 's',
		ucd: 'time.duration',
		description: 'How much later it begins than planned; negative for earlier.',
		precision: 0
	},
	{
		name: 'reason_kind',
		type: 'text',
		description: 'Kind of reason of its last change: weather, fault, override, ...'
	},
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'That reason in words.' },
	{ name: 'known_at', type: 'instant', description: 'When its last change was known, UTC.' }
];
