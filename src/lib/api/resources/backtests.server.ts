import {
	backTestColumns,
	confusionColumns,
	differenceColumns,
	leakColumns,
	leakKindColumns,
	selectionColumns
} from '#lib/versioning/backtest/columns.ts';
import { backTestInput, backTestsInput } from '../routers/backtests.server.ts';
import type { Caller } from '../routers/index.server.ts';
import type { Resource } from './resource.ts';

type BackTests = { [Name in 'list' | 'read']: Awaited<ReturnType<Caller['backtests'][Name]>> };

export const backtests: Resource<BackTests['list']> = {
	path: '/backtests',
	name: 'listBackTests',
	summary: 'Walks of analyses through knowledge time, the newest first.',
	input: backTestsInput,
	answer: (caller, input) => caller.backtests.list(input),
	json: { backtests: { rows: backTestColumns } },
	tables: {
		backtests: {
			description: 'Back-tests, the newest first.',
			columns: backTestColumns,
			rows: (answer) => answer.backtests
		}
	}
};

const orNull = { type: ['string', 'null'] };

export const backtest: Resource<BackTests['read']> = {
	path: '/backtests/{id}',
	name: 'readBackTest',
	summary: 'A back-test: what was selected when, against labels, and what a cut at epochs would have leaked.',
	input: backTestInput,
	answer: (caller, input) => caller.backtests.read(input),
	json: {
		backtest: { row: backTestColumns },
		survey: { schema: { ...orNull, description: 'The only survey that was walked.' } },
		label: { schema: { ...orNull, description: 'The labelled set.' } },
		label_known_at: { schema: { ...orNull, description: 'As known when its labels are.' } },
		environment: { schema: { type: 'object', description: 'What carried the analysis out.' } },
		selections: { rows: selectionColumns },
		differences: { rows: differenceColumns },
		leak_kinds: { rows: leakKindColumns },
		leaks: { rows: leakColumns },
		confusion: { rows: confusionColumns }
	},
	tables: {
		selections: {
			description: 'First selections, in time.',
			columns: selectionColumns,
			rows: (answer) => answer.selections
		},
		confusion: {
			description: 'Selections against the labelled set.',
			columns: confusionColumns,
			rows: (answer) => answer.confusion
		},
		leak_kinds: {
			description: 'Facts that a cut at epochs shows before they were known, by kind.',
			columns: leakKindColumns,
			rows: (answer) => answer.leak_kinds
		},
		leaks: {
			description: 'The worst of them, 20 of each kind at most.',
			columns: leakColumns,
			rows: (answer) => answer.leaks
		},
		differences: {
			description: 'Subjects that a cut at epochs selects otherwise or at another time.',
			columns: differenceColumns,
			rows: (answer) => answer.differences
		},
		backtests: {
			description: 'The back-test.',
			columns: backTestColumns,
			rows: (answer) => [answer.backtest]
		}
	}
};
