import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';
import { placeColumns } from '../place-columns.ts';

/** A block of the shared schedule. */
export const blockColumns: readonly Column[] = [
	{ name: 'block', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the block.' },
	{
		name: 'revision',
		type: 'int',
		ucd: 'meta.version',
		description: 'Changes so far, the proposal included.'
	},
	{
		name: 'state',
		type: 'text',
		ucd: 'meta.code.status',
		description: 'proposed, accepted, declined, withdrawn, executed, failed or aborted.'
	},
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty', description: 'Facility that is asked.' },
	{
		name: 'telescope',
		type: 'text',
		ucd: 'instr.tel',
		description: 'Its telescope, which is held while accepted.'
	},
	{ name: 'instrument', type: 'text', ucd: 'instr', description: 'Instrument on that telescope.' },
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'Beginning, UTC.' },
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'End, UTC; not in it.' },
	...placeColumns(),
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: 'Band.' },
	{
		name: 'exposure_sec',
		type: 'double',
		unit: 's',
		ucd: 'time.duration;obs.exposure',
		description: 'Time of one exposure.'
	},
	{ name: 'exposures', type: 'int', description: 'Exposures.' },
	{ name: 'owner', type: 'text', description: 'Group that wants it; empty where it stays anonymous.' },
	{ name: 'campaign', type: 'text', description: 'Campaign that wants it.' },
	{ name: 'plan', type: 'text', description: 'Plan that it comes from.' },
	{ name: 'subject', type: 'text', description: 'What it is for, as the address of its page.' },
	{ name: 'label', type: 'text', description: 'What it is for, as its owners call it.' },
	{
		name: 'is_redacted',
		type: 'boolean',
		description: 'Whether what it is for is kept from whoever asks.'
	},
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why it changed, in words.' },
	{
		name: 'reason_kind',
		type: 'text',
		description: 'Why it changed: weather, fault, override, lost-to-another, target, time or other.'
	},
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who made this change.' },
	...tellingColumns
];

/** Blocks that are at odds with one another. */
export const conflictColumns: readonly Column[] = [
	{ name: 'kind', type: 'text', description: 'What they are at odds about: telescope, target or field.' },
	{ name: 'from', type: 'instant', ucd: 'time.start', description: 'Beginning of the first, UTC.' },
	{ name: 'to', type: 'instant', ucd: 'time.end', description: 'End of the last, UTC.' },
	{ name: 'what', type: 'text', ucd: 'meta.note', description: 'What is at odds, in a sentence.' },
	{
		name: 'resolution',
		type: 'text',
		description: 'The change that takes least from anybody, in a sentence.'
	},
	{ name: 'blocks', type: 'json', description: 'Names of the blocks, those that come first first.' },
	{ name: 'pairs', type: 'json', description: 'Pairs of them that are at odds.' }
];
