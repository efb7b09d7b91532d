import { decisionColumns, evidenceColumns } from '#lib/versioning/decisions/columns.ts';
import { inputColumns, outputColumns, runColumns } from '#lib/versioning/runs/columns.ts';
import { decisionInput, decisionsInput } from '../routers/decisions.server.ts';
import type { Caller } from '../routers/index.server.ts';
import { runInput, runsInput } from '../routers/runs.server.ts';
import type { Resource } from './resource.ts';

type Runs = { [Name in 'list' | 'read']: Awaited<ReturnType<Caller['runs'][Name]>> };
type Decisions = { [Name in 'list' | 'read']: Awaited<ReturnType<Caller['decisions'][Name]>> };

export const runs: Resource<Runs['list']> = {
	path: '/runs',
	name: 'listRuns',
	summary: 'Analyses carried out, the newest first.',
	input: runsInput,
	answer: (caller, input) => caller.runs.list(input),
	json: { runs: { rows: runColumns } },
	tables: {
		runs: { description: 'Runs, the newest first.', columns: runColumns, rows: (answer) => answer.runs }
	}
};

export const run: Resource<Runs['read']> = {
	path: '/runs/{id}',
	name: 'readRun',
	summary: 'A run: what it was given, as digests, and what it said. As a table: its outputs.',
	input: runInput,
	answer: (caller, input) => caller.runs.read(input),
	json: {
		run: { row: runColumns },
		collections: {
			schema: { type: 'array', items: { type: 'string' }, description: 'Collections that it could see.' }
		},
		inputs: { rows: inputColumns },
		outputs: { rows: outputColumns },
		logs: { schema: { type: 'string', description: 'What it wrote while it ran.' } },
		decisions: { rows: decisionColumns }
	},
	tables: {
		outputs: {
			description: 'What it said, in its order.',
			columns: outputColumns,
			rows: (answer) => answer.outputs,
			notes: ({ run }) => ({ 'digest of all': run.outputs_digest })
		},
		inputs: {
			description: 'What it was given, in its order.',
			columns: inputColumns,
			rows: (answer) => answer.inputs,
			most: 10,
			notes: ({ run }) => ({ 'digest of all': run.inputs_digest })
		},
		decisions: {
			description: 'Decisions that it supports.',
			columns: decisionColumns,
			rows: (answer) => answer.decisions
		}
	}
};

export const decisions: Resource<Decisions['list']> = {
	path: '/decisions',
	name: 'listDecisions',
	summary: 'What was decided about which subject, by whom and why, the newest first.',
	input: decisionsInput,
	answer: (caller, input) => caller.decisions.list(input),
	json: { decisions: { rows: decisionColumns } },
	tables: {
		decisions: {
			description: 'Decisions, the newest first.',
			columns: decisionColumns,
			rows: (answer) => answer.decisions
		}
	}
};

export const decision: Resource<Decisions['read']> = {
	path: '/decisions/{id}',
	name: 'readDecision',
	summary: 'A decision, and digests of what was known of its subject.',
	input: decisionInput,
	answer: (caller, input) => caller.decisions.read(input),
	json: {
		decision: { row: decisionColumns },
		evidence: { rows: evidenceColumns },
		evidence_digest: { schema: { type: 'string', description: 'Digest of all of the evidence.' } }
	},
	tables: {
		decisions: {
			description: 'The decision.',
			columns: decisionColumns,
			rows: (answer) => [answer.decision]
		},
		evidence: {
			description: 'What was known of its subject at its basis, as digests.',
			columns: evidenceColumns,
			rows: (answer) => answer.evidence,
			most: 10,
			notes: (answer) => ({ 'digest of all': answer.evidence_digest })
		}
	}
};
