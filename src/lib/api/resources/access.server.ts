import {
	auditColumns,
	collectionColumns,
	decisionColumns,
	groupColumns,
	memberColumns,
	personColumns
} from '#lib/archive/columns/access.ts';
import { auditInput } from '../routers/audit.server.ts';
import { collectionsInput } from '../routers/collections.server.ts';
import { groupInput, groupsInput } from '../routers/groups.server.ts';
import type { Caller } from '../routers/index.server.ts';
import { peopleInput } from '../routers/people.server.ts';
import type { Resource } from './resource.ts';

export const collections: Resource<Awaited<ReturnType<Caller['collections']['list']>>> = {
	path: '/collections',
	name: 'listCollections',
	summary: 'Collections of which you may see something, with their policies as known then.',
	input: collectionsInput,
	answer: (caller, input) => caller.collections.list(input),
	json: { collections: { rows: collectionColumns } },
	tables: {
		collections: {
			description: 'Collections with their policies as known then.',
			columns: collectionColumns,
			rows: (answer) => answer.collections
		}
	}
};

export const groups: Resource<Awaited<ReturnType<Caller['groups']['list']>>> = {
	path: '/groups',
	name: 'listGroups',
	summary: 'Groups you belong to, and those that own collections of which you may see something.',
	input: groupsInput,
	answer: (caller, input) => caller.groups.list(input),
	json: { groups: { rows: groupColumns } },
	tables: {
		groups: { description: 'Groups by name.', columns: groupColumns, rows: (answer) => answer.groups }
	}
};

export const group: Resource<Awaited<ReturnType<Caller['groups']['read']>>> = {
	path: '/groups/{name}',
	name: 'readGroup',
	summary: 'A group: its collections, its members and what was decided about them. As a table: its members.',
	input: groupInput,
	answer: (caller, input) => caller.groups.read(input),
	json: {
		name: { schema: { type: 'string' } },
		roles: {
			schema: { type: 'array', items: { type: 'string' }, description: 'Your own roles in it, now.' }
		},
		collections: { rows: collectionColumns },
		members: { rows: memberColumns },
		members_withheld: {
			schema: { type: 'boolean', description: 'Whether who belongs to it is for others to know.' }
		},
		decisions: { rows: decisionColumns }
	},
	tables: {
		members: {
			description: 'Who belonged to it, where that is for you to know.',
			columns: memberColumns,
			rows: (answer) => answer.members
		},
		collections: {
			description: 'Its collections of which you may see something.',
			columns: collectionColumns,
			rows: (answer) => answer.collections
		},
		decisions: {
			description: 'What was decided about its members and collections, the latest first.',
			columns: decisionColumns,
			rows: (answer) => answer.decisions
		}
	}
};

export const audit: Resource<Awaited<ReturnType<Caller['audit']['list']>>> = {
	path: '/audit',
	name: 'listAudit',
	summary: 'Who signed in, who was refused, and what keys were made or revoked; for administrators alone.',
	wantsToken: true,
	input: auditInput,
	answer: (caller, input) => caller.audit.list(input),
	json: { entries: { rows: auditColumns } },
	tables: {
		audit: {
			description: 'Entries of the audit log, the newest first.',
			columns: auditColumns,
			rows: (answer) => answer.entries
		}
	}
};

export const people: Resource<Awaited<ReturnType<Caller['people']['list']>>> = {
	path: '/people',
	name: 'listPeople',
	summary: 'Who may sign in, and where they are signed in, as it is now; for administrators alone.',
	wantsToken: true,
	input: peopleInput,
	answer: (caller, input) => caller.people.list(input),
	json: { people: { rows: personColumns } },
	tables: {
		people: {
			description: 'People with an account, by name.',
			columns: personColumns,
			rows: (answer) => answer.people
		}
	}
};
