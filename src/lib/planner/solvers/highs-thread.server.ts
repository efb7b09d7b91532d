import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import type { Highs, Model, VariableType } from 'highs';
import type { Answer, Solved, Task } from '#lib/planner/solvers/highs.server.ts';
import { loadHighs } from '#lib/planner/solvers/load-highs.server.ts';

/* The thread in which HiGHS runs: a task comes in, an answer goes out. */

const wasmModule = new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve('highs/runtime'))));

parentPort!.on('message', (task: Task) => {
	void answerTo(task).then((answer) => parentPort!.postMessage(answer));
});

async function answerTo(task: Task): Promise<Answer> {
	try {
		const highs = await loadHighs({ wasmModule });
		const model = highs.createModel(modelData(highs, task));
		try {
			return solve(highs, model, task);
		} finally {
			model.dispose();
		}
	} catch (error) {
		return { failure: error instanceof Error ? error.message : String(error) };
	}
}

function modelData(highs: Highs, { model }: Task) {
	return {
		numCols: model.cost.length,
		numRows: model.rowLower.length,
		sense: highs.constants.objectiveSense.maximize,
		colCost: model.cost,
		colLower: model.columnLower,
		colUpper: model.columnUpper,
		rowLower: model.rowLower,
		rowUpper: model.rowUpper,
		matrix: {
			format: 'csr' as const,
			numRows: model.rowLower.length,
			numCols: model.cost.length,
			starts: model.rowStart,
			indices: model.index,
			values: model.value
		},
		integrality: Array.from(model.isInteger, (whole) => whole as VariableType)
	};
}

function solve(highs: Highs, model: Model, task: Task): Solved {
	model.options.set({
		output_flag: false,
		mip_rel_gap: task.gap,
		...(task.seconds < Infinity && { time_limit: Math.max(0, task.seconds) }),
		...(task.nodes < Infinity && { mip_max_nodes: task.nodes })
	});
	if (task.start) model.setSolution({ colValue: task.start });
	let isTooLarge = false;
	model.run({
		[highs.constants.callbackType.mipInterrupt](event: { interrupt(): void }) {
			if (highs.memoryBytes <= task.megabytes * 2 ** 20) return;
			isTooLarge = true;
			event.interrupt();
		}
	});
	const status = statusOf(highs, model.getModelStatus());
	if (status === null)
		throw new Error(
			isTooLarge ? `more than ${task.megabytes} MB are needed` : 'the model could not be solved'
		);
	const isMip = task.model.isInteger.some((whole) => whole === 1);
	const hasSolution =
		model.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible &&
		status !== 'infeasible';
	const objective = hasSolution ? model.getObjectiveValue() : -Infinity;
	const dual = isMip ? Number(model.info.get('mip_dual_bound')) : status === 'optimal' ? objective : Infinity;
	return {
		status,
		objective,
		bound: status === 'infeasible' ? -Infinity : Number.isFinite(dual) && dual < 1e29 ? dual : Infinity,
		values: hasSolution ? model.getSolution().colValue : null
	};
}

function statusOf(highs: Highs, code: number): Solved['status'] | null {
	const { modelStatus } = highs.constants;
	switch (code) {
		case modelStatus.optimal:
		case modelStatus.empty:
			return 'optimal';
		case modelStatus.infeasible:
			return 'infeasible';
		case modelStatus.unbounded:
		case modelStatus.unboundedOrInfeasible:
			return 'unbounded';
		case modelStatus.timeLimit:
		case modelStatus.iterationLimit:
		case modelStatus.solutionLimit:
		case modelStatus.interrupted:
		case modelStatus.objectiveBound:
		case modelStatus.objectiveTarget:
			return 'limit';
		default:
			return null;
	}
}
