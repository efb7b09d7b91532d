import type { Column } from '#lib/table/column.ts';

const commit: Column = {
	name: 'commit',
	type: 'text',
	ucd: 'meta.id;meta.main',
	description: 'Git name of the commit, 40 hexadecimal digits.'
};

const audience: Column = {
	name: 'audience',
	type: 'text',
	description: 'Who sees it: public, or a group.'
};

/** An analysis in the list of analyses. */
export const analysisColumns: readonly Column[] = [
	{ name: 'name', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the analysis.' },
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'What it is.' },
	audience,
	{ ...commit, ucd: 'meta.id', description: 'Newest commit of its main branch.' },
	{ name: 'commits', type: 'int', ucd: 'meta.number', description: 'Number of its commits.' },
	{ name: 'first_known_at', type: 'instant', description: 'When the first was pushed here, UTC.' },
	{
		name: 'moved_at',
		type: 'instant',
		description: 'When a branch, a tag or a deployment of its last moved, UTC.'
	},
	{ name: 'deployed', type: 'json', description: 'The commit deployed for each audience.' }
];

/** A commit of an analysis. */
export const commitColumns: readonly Column[] = [
	commit,
	{ name: 'swhid', type: 'text', ucd: 'meta.id', description: 'Its name in the Software Heritage archive.' },
	{ name: 'parents', type: 'json', description: 'Commits it is built on.' },
	{ name: 'author', type: 'text', ucd: 'meta.id.PI', description: 'Who wrote it, as it says itself.' },
	{
		name: 'authored_at',
		type: 'instant',
		ucd: 'time.creation',
		description: 'When, as it says itself, UTC.'
	},
	{ name: 'message', type: 'text', ucd: 'meta.note', description: 'What its author says of it.' },
	{ name: 'known_at', type: 'instant', description: 'When it was pushed here, UTC.' },
	{ name: 'warnings', type: 'json', description: 'What a careful reader should know of it.' },
	{ name: 'refs', type: 'json', description: 'Branches, tags and deployments that are at it.' }
];

/** Where a branch, a tag or a deployment is. */
export const refColumns: readonly Column[] = [
	{ name: 'ref', type: 'text', ucd: 'meta.id;meta.main', description: 'branch/main, tag/v1.' },
	{ ...commit, ucd: 'meta.id' },
	{ name: 'moved_at', type: 'instant', description: 'When it moved there, UTC.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who moved it.' }
];

/** A version that runs on every batch. */
export const deploymentColumns: readonly Column[] = [
	{ ...audience, description: 'Who sees what it says, and so what it may see: public, or a group.' },
	{ ...commit, ucd: 'meta.id' },
	{ name: 'parameters', type: 'json', description: 'Values of its parameters.' },
	{ name: 'moved_at', type: 'instant', description: 'Since when, UTC.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who deployed it.' }
];

/** A movement of a branch, a tag or a deployment. */
export const movementColumns: readonly Column[] = [
	{ name: 'moved_at', type: 'instant', ucd: 'time', description: 'When it moved, UTC.' },
	{ name: 'ref', type: 'text', ucd: 'meta.id', description: 'branch/main, tag/v1, deployment/public.' },
	{ ...commit, ucd: 'meta.id', description: 'Where it moved to; none where it was taken away.' },
	{ ...audience, description: 'Of a deployment: who sees what it says.' },
	{ name: 'parameters', type: 'json', description: 'Of a deployment: values of its parameters.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who moved it.' },
	{ name: 'batch', type: 'long', description: 'Batch of the ledger that recorded it.' }
];

/** A file of a version. */
export const versionFileColumns: readonly Column[] = [
	{ name: 'path', type: 'text', ucd: 'meta.id;meta.file', description: 'Path from the top of the analysis.' },
	{ name: 'bytes', type: 'int', unit: 'byte', description: 'Length; none for a submodule.' },
	{ name: 'mode', type: 'text', description: 'Mode as git keeps it: 100644, 100755 for a program.' },
	{ name: 'swhid', type: 'text', ucd: 'meta.id', description: 'Its name in the Software Heritage archive.' }
];

/** A file that differs between two versions. */
export const fileChangeColumns: readonly Column[] = [
	{ name: 'path', type: 'text', ucd: 'meta.id;meta.file', description: 'Path from the top of the analysis.' },
	{ name: 'change', type: 'text', description: 'added, removed or changed.' },
	{ name: 'lines_added', type: 'int', ucd: 'meta.number', description: 'Lines that are new.' },
	{ name: 'lines_removed', type: 'int', ucd: 'meta.number', description: 'Lines that are gone.' },
	{ name: 'patch', type: 'text', description: 'What changed, as a unified diff.' },
	{ name: 'why', type: 'text', ucd: 'meta.note', description: 'Why there is no such diff.' }
];
