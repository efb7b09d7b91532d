import {
	analysisColumns,
	commitColumns,
	deploymentColumns,
	fileChangeColumns,
	movementColumns,
	refColumns,
	versionFileColumns
} from '#lib/archive/columns/software.ts';
import type { Caller } from '../routers/index.server.ts';
import { analysesInput, analysisInput, versionInput } from '../routers/software.server.ts';
import type { Resource } from './resource.ts';

type Software = { [Name in 'list' | 'read' | 'version']: Awaited<ReturnType<Caller['software'][Name]>> };

const words = (description: string) => ({ schema: { type: 'string', description } });
const wordsOrNull = (description: string) => ({ schema: { type: ['string', 'null'], description } });
const list = (description: string) => ({
	schema: { type: 'array', items: { type: 'string' }, description }
});

export const analyses: Resource<Software['list']> = {
	path: '/software',
	name: 'listAnalyses',
	summary: 'Analyses that there were, with what was deployed then.',
	input: analysesInput,
	answer: (caller, input) => caller.software.list(input),
	json: { analyses: { rows: analysisColumns } },
	tables: {
		analyses: {
			description: 'Analyses by name, with what was deployed then.',
			columns: analysisColumns,
			rows: (answer) => answer.analyses
		}
	}
};

export const analysis: Resource<Software['read']> = {
	path: '/software/{name}',
	name: 'readAnalysis',
	summary: 'An analysis: its commits, and how its branches, tags and deployments moved.',
	input: analysisInput,
	answer: (caller, input) => caller.software.read(input),
	json: {
		name: words('Name of the analysis.'),
		title: wordsOrNull('What it is, as its newest version says.'),
		description: wordsOrNull('More of that.'),
		audience: words('Who sees it: public, or a group.'),
		commit: wordsOrNull('Newest commit of its main branch.'),
		commits: { rows: commitColumns },
		refs: { rows: refColumns },
		deployments: { rows: deploymentColumns },
		movements: { rows: movementColumns }
	},
	tables: {
		commits: {
			description: 'Commits of the analysis, the newest first.',
			columns: commitColumns,
			rows: (answer) => answer.commits
		},
		refs: { description: 'Its branches and tags.', columns: refColumns, rows: (answer) => answer.refs },
		deployments: {
			description: 'Versions that ran on every batch then.',
			columns: deploymentColumns,
			rows: (answer) => answer.deployments
		},
		movements: {
			description: 'How its branches, tags and deployments moved, the latest first.',
			columns: movementColumns,
			rows: (answer) => answer.movements
		}
	}
};

export const version: Resource<Software['version']> = {
	path: '/software/{name}/{commit}',
	name: 'readVersion',
	summary: 'One version of an analysis: its manifest, its files, and what changed. As a table: its files.',
	input: versionInput,
	answer: (caller, input) => caller.software.version(input),
	json: {
		name: words('Name of the analysis.'),
		commit: words('Git name of the commit.'),
		swhid: words('Name of the commit in the Software Heritage archive.'),
		directory_swhid: words('Name of its files there.'),
		parents: list('Commits it is built on.'),
		author: words('Who wrote it, as it says itself.'),
		authored_at: words('When, as it says itself, UTC.'),
		message: words('What its author says of it.'),
		known_at: words('When it was pushed here, UTC.'),
		audience: words('Who sees it: public, or a group.'),
		manifest: {
			schema: { type: 'object', description: 'What its analysis.json says; empty where it has none.' }
		},
		warnings: list('What a careful reader should know of it.'),
		refs: list('Branches, tags and deployments that are at it.'),
		files: { rows: versionFileColumns },
		against: wordsOrNull('Commit it is compared with.'),
		changes: { rows: fileChangeColumns },
		file: {
			schema: {
				type: ['object', 'null'],
				description: 'The file that was asked for; its text is null where it is none.',
				properties: {
					path: { type: 'string' },
					bytes: { type: 'integer' },
					text: { type: ['string', 'null'] }
				}
			}
		}
	},
	tables: {
		files: {
			description: 'Files of the version.',
			columns: versionFileColumns,
			rows: (answer) => answer.files
		},
		changes: {
			description: 'What changed since the version it is compared with.',
			columns: fileChangeColumns,
			rows: (answer) => answer.changes
		}
	}
};
