import { formatBasis } from '#lib/archive/basis.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Run } from '../runs/index.server.ts';
import type { Thing } from './model.ts';

/** What analyses say and decide is in the name of `lookback/<analysis>`. */
export function isAnalysis(actor: string): boolean {
	return actor.startsWith('lookback/');
}

export function softwareMention(name: string, commit: string): Thing {
	return {
		id: `software/${name}@${commit}`,
		kind: 'entity',
		type: 'software',
		label: `${name}@${commit.slice(0, 12)}`,
		at: null
	};
}

export function runThing(run: Run): Thing {
	return {
		id: `runs/${run.run}`,
		kind: 'activity',
		type: 'run',
		label: `run of ${run.analysis}`,
		at: run.started_at,
		endedAt: run.finished_at,
		detail: {
			basis: formatBasis({ knownAt: run.basis_known_at, batch: run.basis_batch }),
			audience: run.audience,
			inputs_digest: run.inputs_digest,
			outputs_digest: run.outputs_digest,
			status: run.status
		}
	};
}

export interface DecisionRow {
	readonly decision: string;
	readonly action: string;
	readonly known_at: Instant;
}

export function decisionThing({ decision, action, known_at }: DecisionRow): Thing {
	return { id: `decisions/${decision}`, kind: 'entity', type: 'decision', label: action, at: known_at };
}

export function decidingThing({ decision, action, known_at }: DecisionRow): Thing {
	return {
		id: `decisions/${decision}#deciding`,
		kind: 'activity',
		type: 'deciding',
		label: `deciding: ${action}`,
		at: known_at
	};
}

export interface BackTestRow {
	readonly backtest: string;
	readonly analysis: string;
	readonly started_at: Instant;
	readonly finished_at: Instant;
}

export function backTestThing({ backtest, analysis, started_at, finished_at }: BackTestRow): Thing {
	return {
		id: `backtests/${backtest}`,
		kind: 'activity',
		type: 'backtest',
		label: `back-test of ${analysis}`,
		at: started_at,
		endedAt: finished_at
	};
}
