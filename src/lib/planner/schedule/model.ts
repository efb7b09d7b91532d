import type { Assignment } from '#lib/planner/schedule/assignment.ts';
import type { Instance } from '#lib/planner/schedule/instance.ts';
import { pairsOf } from '#lib/planner/schedule/multipliers.ts';
import { ModelBuilder, type MixedIntegerModel } from '#lib/planner/solvers/model.ts';

/** The model of a schedule's free part, which columns may fill, and how to read its solutions. */
export interface PartModel {
	readonly model: MixedIntegerModel;
	/** Column of the instance for each of the first variables of the model. */
	readonly columns: readonly number[];
	readonly nameOf: (variable: number) => string;
	/** Values of all variables when these columns are chosen. */
	valuesOf(chosen: ReadonlySet<number>): Float64Array;
}

/**
 * The model of docs/design/planner.md for some columns, beside what `fixed` holds already: every column must be of a
 * visit without one, fit in free slots, and keep the cadence with fixed visits. Objective: what is gained over `fixed`.
 */
export function makeModel(fixed: Assignment, columns: readonly number[]): PartModel {
	const { instance } = fixed;
	const { problem, visit, slots, groupOf } = instance;
	const builder = new ModelBuilder();
	const names: string[] = [];
	const gauges: ((chosen: ReadonlySet<number>, values: Float64Array) => void)[] = [];
	const columnsOf = new Map<number, number[]>();
	columns.forEach((column, x) => {
		builder.addBinary(instance.value[column]!);
		names.push(`x_${visit[column]}_${instance.instrument[column]}_${instance.start[column]}`);
		const known = columnsOf.get(visit[column]!);
		if (known) known.push(x);
		else columnsOf.set(visit[column]!, [x]);
	});
	const ones = (list: readonly number[]) => list.map((x) => [x, 1] as const);

	// (1) a visit happens at most once
	for (const list of columnsOf.values()) if (list.length > 1) builder.addRow(-Infinity, 1, ones(list));
	// (2) an instrument does one thing at a time
	for (const list of crowds(instance, columns)) builder.addRow(-Infinity, 1, ones(list));
	// (4) a cell is covered by somebody
	addCoverage(builder, fixed, columnsOf, names, gauges, columns);
	// (6) shares
	problem.groups.forEach(({ owedSlots }, g) => {
		const lacks = owedSlots - fixed.groupSlots[g]!;
		const members = columns.flatMap((column, x) => (groupOf[visit[column]!] === g ? [x] : []));
		if (lacks <= 0 || members.length === 0 || problem.shortfallWorth === 0) return;
		// The objective of the fixed part has the whole shortfall in it: what it falls by is gained.
		const less = builder.addReal(problem.shortfallWorth, 0, lacks);
		names.push(`u_${g}`);
		builder.addRow(0, Infinity, [...members.map((x) => [x, slots[columns[x]!]!] as const), [less, -1]]);
		gauges.push((chosen, values) => {
			const given = members.reduce((sum, x) => sum + (chosen.has(columns[x]!) ? slots[columns[x]!]! : 0), 0);
			values[less] = Math.min(lacks, given);
		});
	});
	// (3) cadence, (5) requests wanted whole
	addCadence(builder, fixed, columnsOf, names, gauges, columns);

	const model = builder.finish();
	return {
		model,
		columns,
		nameOf: (variable) => names[variable]!,
		valuesOf(chosen) {
			const values = new Float64Array(model.cost.length);
			columns.forEach((column, x) => (values[x] = chosen.has(column) ? 1 : 0));
			for (const gauge of gauges) gauge(chosen, values);
			return values;
		}
	};
}

/** Sets of variables of which each has the same slot: those at slots where a column begins hold all others. */
function crowds(instance: Instance, columns: readonly number[]): number[][] {
	const { instrument, start, slots } = instance;
	const sorted = columns.map((column, x) => ({ column, x })).sort((a, b) => a.column - b.column);
	const found: number[][] = [];
	let open: { x: number; end: number }[] = [];
	for (let i = 0; i < sorted.length;) {
		const { column } = sorted[i]!;
		const at = start[column]!;
		const isSameNight = i > 0 && instrument[sorted[i - 1]!.column] === instrument[column];
		open = isSameNight ? open.filter(({ end }) => end > at) : [];
		for (; i < sorted.length && instrument[sorted[i]!.column] === instrument[column]; i++) {
			const next = sorted[i]!;
			if (start[next.column] !== at) break;
			open.push({ x: next.x, end: at + slots[next.column]! });
		}
		if (open.length > 1) found.push(open.map(({ x }) => x));
	}
	return found;
}

type Gauges = ((chosen: ReadonlySet<number>, values: Float64Array) => void)[];

function addCoverage(
	builder: ModelBuilder,
	fixed: Assignment,
	columnsOf: ReadonlyMap<number, readonly number[]>,
	names: string[],
	gauges: Gauges,
	columns: readonly number[]
): void {
	const { atomsOf, atomWorth } = fixed.instance;
	const coverers = new Map<number, number[]>();
	for (const [visit, list] of columnsOf)
		for (const a of atomsOf[visit]!) {
			if (fixed.coverers[a]! > 0) continue;
			const known = coverers.get(a);
			if (known) known.push(...list);
			else coverers.set(a, [...list]);
		}
	for (const [a, list] of coverers) {
		const y = builder.addReal(atomWorth[a]!, 0, 1);
		names.push(`y_${a}`);
		builder.addRow(0, Infinity, [...list.map((x) => [x, 1] as const), [y, -1]]);
		gauges.push((chosen, values) => (values[y] = list.some((x) => chosen.has(columns[x]!)) ? 1 : 0));
	}
}

/**
 * With C(v,t), how often v began by slot t, a chain of its own: the later by t only with the earlier by t - a, the
 * later from t on only with the earlier from t - b on; rows at the slots where the later may begin imply the others.
 */
function addCadence(
	builder: ModelBuilder,
	fixed: Assignment,
	columnsOf: ReadonlyMap<number, readonly number[]>,
	names: string[],
	gauges: Gauges,
	columns: readonly number[]
): void {
	const { start, problem } = fixed.instance;
	const chains = new Map<number, { times: number[]; variables: number[] }>();
	const chainOf = (visit: number) => {
		const known = chains.get(visit);
		if (known) return known;
		const list = columnsOf.get(visit)!;
		const times = [...new Set(list.map((x) => start[columns[x]!]!))].sort((a, b) => a - b);
		const variables = times.map((time, i) => {
			const variable = builder.addReal(0, 0, 1);
			names.push(`c_${visit}_${time}`);
			gauges.push((chosen, values) => {
				values[variable] = list.some((x) => chosen.has(columns[x]!) && start[columns[x]!]! <= time) ? 1 : 0;
			});
			const begun = list.filter((x) => start[columns[x]!] === time);
			builder.addRow(0, 0, [
				[variable, 1],
				...(i > 0 ? [[variable - 1, -1] as const] : []),
				...begun.map((x) => [x, -1] as const)
			]);
			return variable;
		});
		const chain = { times, variables };
		chains.set(visit, chain);
		return chain;
	};
	for (const pair of pairsOf(fixed.instance)) {
		if (!columnsOf.has(pair.later) || !columnsOf.has(pair.earlier)) {
			const mustNot = pair.isWhole && columnsOf.has(pair.earlier) ? pair.earlier : pair.later;
			if (columnsOf.has(mustNot) && fixed.columnOf[pair.earlier]! < 0)
				forbid(builder, columnsOf.get(mustNot)!);
			continue;
		}
		const [earlier, later] = [chainOf(pair.earlier), chainOf(pair.later)];
		const by = ({ times, variables }: typeof earlier, t: number, sign: number) => {
			const i = times.findLastIndex((time) => time <= t);
			return i < 0 ? [] : [[variables[i]!, sign] as const];
		};
		/** How often it begins from t on: what it does in all less what it did before. */
		const from = (chain: typeof earlier, t: number) => {
			const [all, before] = [by(chain, Infinity, 1), by(chain, t - 1, -1)];
			return all[0]?.[0] === before[0]?.[0] ? [] : [...all, ...before];
		};
		for (const t of later.times) {
			builder.addRow(-Infinity, 0, [...by(later, t, 1), ...by(earlier, t - pair.leastSlots, -1)]);
			if (pair.greatestSlots < problem.slots)
				builder.addRow(-Infinity, 0, [
					...from(later, t),
					...from(earlier, t - pair.greatestSlots).map(([variable, sign]) => [variable, -sign] as const)
				]);
		}
		if (pair.isWhole) builder.addRow(-Infinity, 0, [...by(earlier, Infinity, 1), ...by(later, Infinity, -1)]);
	}
}

function forbid(builder: ModelBuilder, list: readonly number[]): void {
	builder.addRow(
		0,
		0,
		list.map((x) => [x, 1] as const)
	);
}
