import type { Column } from '#lib/table/column.ts';

/** A collection with its policy as known at the basis. */
export const collectionColumns: readonly Column[] = [
	{ name: 'name', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the collection.' },
	{
		name: 'owner',
		type: 'text',
		ucd: 'meta.curation',
		description: 'Group that owns it and always sees it.'
	},
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'What it is.' },
	{
		name: 'policy',
		type: 'text',
		description: 'Who may see it beside its owner: public, group, public-from, public-after.'
	},
	{ name: 'public_from', type: 'instant', description: 'From when everyone may see it, UTC.' },
	{
		name: 'public_after_months',
		type: 'int',
		unit: 'month',
		description: 'So long after observation each of its rows is open to everyone.'
	},
	{
		name: 'known_at',
		type: 'instant',
		description: 'Since when this policy is known, UTC; 1970-01-01 where it is the one its name says.'
	},
	{
		name: 'public_saw',
		type: 'text',
		description: 'What everyone could see of it at the moment asked about: all, part or nothing.'
	},
	{ name: 'is_open', type: 'boolean', description: 'Whether you may see all of it now.' }
];

/** A group in the list of groups. */
export const groupColumns: readonly Column[] = [
	{ name: 'name', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the group.' },
	{ name: 'roles', type: 'json', description: 'Your own roles in it, now.' },
	{
		name: 'collections',
		type: 'int',
		ucd: 'meta.number',
		description: 'Number of its collections of which you may see something.'
	}
];

/** That somebody belongs to a group in a role. */
export const memberColumns: readonly Column[] = [
	{ name: 'person', type: 'text', ucd: 'meta.id;meta.main', description: 'Who belongs to the group.' },
	{
		name: 'role',
		type: 'text',
		description:
			'What they may do there: reader, contributor, planner, operator, curator (no more than a reader, as long as there are no datasets), administrator.'
	},
	{ name: 'known_at', type: 'instant', description: 'Since when this is known, UTC.' }
];

/** What was decided about a group: who belongs to it, who may see its collections. */
export const decisionColumns: readonly Column[] = [
	{ name: 'known_at', type: 'instant', description: 'From when on this is known, UTC.' },
	{ name: 'about', type: 'text', ucd: 'meta.id', description: 'The person, or the collection.' },
	{ name: 'what', type: 'text', ucd: 'meta.note', description: 'What was decided.' },
	{ name: 'batch', type: 'long', description: 'Batch of the ledger that recorded it.' },
	{ name: 'fact', type: 'int', description: 'Place in its batch, from 0.' }
];

/** An account in the list of people. */
export const personColumns: readonly Column[] = [
	{ name: 'person', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the account.' },
	{ name: 'has_password', type: 'boolean', description: 'Whether they may sign in by a password.' },
	{ name: 'issuers', type: 'json', description: 'Issuers of OpenID Connect through which they may sign in.' },
	{ name: 'groups', type: 'json', description: 'Groups they belong to now, with their roles there.' },
	{
		name: 'browsers',
		type: 'int',
		ucd: 'meta.number',
		description: 'Number of browsers that are signed in.'
	},
	{
		name: 'last_used_at',
		type: 'instant',
		description: 'When one of these was last used, to within an hour, UTC.'
	},
	{ name: 'tokens', type: 'int', ucd: 'meta.number', description: 'Number of valid tokens.' },
	{ name: 'made_at', type: 'instant', description: 'When the account was made, UTC.' },
	{ name: 'disabled_at', type: 'instant', description: 'Since when they are kept out, UTC.' }
];

/** An entry of the audit log. */
export const auditColumns: readonly Column[] = [
	{ name: 'entry', type: 'long', ucd: 'meta.id;meta.main', description: 'Number of the entry.' },
	{ name: 'at', type: 'instant', ucd: 'time', description: 'When it happened, UTC.' },
	{ name: 'act', type: 'text', description: 'What was done: sign-in, sign-in-refused, token-made, ...' },
	{
		name: 'person',
		type: 'text',
		description: "Whose account, session or token; none for the archive's own administrator."
	},
	{ name: 'detail', type: 'text', ucd: 'meta.note', description: 'How, or of what label.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who did it.' },
	{
		name: 'address',
		type: 'text',
		description: "From which network address; none for the archive's own machine."
	}
];
