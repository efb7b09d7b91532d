import type { Column } from '#lib/table/column.ts';
import { positionColumns } from './brightness.ts';

const subject: Column = {
	name: 'subject',
	type: 'text',
	ucd: 'meta.id;meta.main',
	description: 'Address of its page without the leading slash.'
};

/** A story that this archive holds. */
export const storyColumns: readonly Column[] = [
	{ name: 'slug', type: 'text', ucd: 'meta.id;meta.main', description: 'Its address below /stories/.' },
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'Its title.' },
	{ name: 'sentence', type: 'text', ucd: 'meta.note', description: 'What it is about.' },
	{
		name: 'begins_at',
		type: 'instant',
		ucd: 'time.start',
		description: 'Moment to begin at, before anything was known, UTC.'
	},
	{
		name: 'origin_at',
		type: 'instant',
		ucd: 'time.epoch',
		description: 'What its times are counted from, UTC.'
	},
	{
		name: 'audiences',
		type: 'json',
		description:
			'Whose eyes it is offered to be seen with: their as_seen_by (null for all that is open now), and a name.'
	}
];

/** A subject of a story of which something is known. */
export const storySubjectColumns: readonly Column[] = [
	subject,
	{
		name: 'first_known_at',
		type: 'instant',
		ucd: 'time.release;stat.min',
		description: 'When anything of it was known first, UTC.'
	},
	...positionColumns
];

/** Something that became known about a subject of a story. */
export const storyEntryColumns: readonly Column[] = [
	{
		name: 'known_at',
		type: 'instant',
		ucd: 'time.release;meta.main',
		description: 'When it became known, UTC.'
	},
	subject,
	{ name: 'who', type: 'text', ucd: 'meta.curation', description: 'Who told it.' },
	{ name: 'what', type: 'text', ucd: 'meta.note', description: 'What was told, in a few words.' },
	{
		name: 'relation',
		type: 'text',
		description: 'What it is: notice, localization, statement or photometry.'
	},
	{ name: 'collection', type: 'text', description: 'Collection the row belongs to; decides who may see it.' },
	{ name: 'notice_id', type: 'text', description: 'Id of the notice, of a notice or a map.' },
	{
		name: 'reported',
		type: 'text',
		description: 'What of it is not confirmed, as its teller says; empty where nothing is.'
	}
];
