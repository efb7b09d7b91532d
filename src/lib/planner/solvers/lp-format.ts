import type { MixedIntegerModel } from '#lib/planner/solvers/model.ts';

/** Entries written on one line: readers of the format refuse lines of more than some 500 characters. */
const termsPerLine = 8;

/**
 * A model in the LP format that CPLEX defined and all solvers read. `columnName` names the variables, with letters,
 * digits and underscores, a letter first.
 */
export function toLp(model: MixedIntegerModel, columnName = (column: number) => `x${column}`): string {
	const columns = model.cost.length;
	const name = Array.from({ length: columns }, (_, i) => columnName(i));
	const lines = [
		'Maximize',
		` objective:${linear(name, range(0, columns), (i) => i, model.cost)}`,
		'Subject To'
	];
	for (let row = 0; row < model.rowLower.length; row++) {
		const entries = range(model.rowStart[row]!, model.rowStart[row + 1]!);
		const sum = linear(name, entries, (e) => model.index[e]!, model.value);
		const [lower, upper] = [model.rowLower[row]!, model.rowUpper[row]!];
		if (lower === upper) lines.push(` r${row}:${sum} = ${upper}`);
		else {
			if (upper < Infinity) lines.push(` r${row}:${sum} <= ${upper}`);
			if (lower > -Infinity) lines.push(` ${upper < Infinity ? 'l' : 'r'}${row}:${sum} >= ${lower}`);
		}
	}
	lines.push('Bounds');
	for (let i = 0; i < columns; i++)
		if (!isBinary(model, i)) {
			const lower = model.columnLower[i] === -Infinity ? '-inf' : model.columnLower[i];
			const upper = model.columnUpper[i] === Infinity ? '+inf' : model.columnUpper[i];
			lines.push(` ${lower} <= ${name[i]} <= ${upper}`);
		}
	const whole = range(0, columns).filter((i) => model.isInteger[i]);
	const listed = (title: string, wanted: number[]) => {
		if (wanted.length > 0) lines.push(title, ...wanted.map((i) => ` ${name[i]}`));
	};
	listed(
		'Binaries',
		whole.filter((i) => isBinary(model, i))
	);
	listed(
		'Generals',
		whole.filter((i) => !isBinary(model, i))
	);
	return [...lines, 'End', ''].join('\n');
}

function isBinary(model: MixedIntegerModel, i: number): boolean {
	return model.isInteger[i] === 1 && model.columnLower[i] === 0 && model.columnUpper[i] === 1;
}

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from }, (_, i) => from + i);
}

function linear(
	name: readonly string[],
	entries: readonly number[],
	column: (entry: number) => number,
	value: Float64Array
): string {
	const terms = entries
		.filter((entry) => value[entry] !== 0)
		.map((entry) => `${value[entry]! < 0 ? '-' : '+'} ${Math.abs(value[entry]!)} ${name[column(entry)]}`);
	if (terms.length === 0) return ` 0 ${name[0] ?? 'nothing'}`;
	return terms.map((term, i) => (i > 0 && i % termsPerLine === 0 ? `\n  ${term}` : ` ${term}`)).join('');
}
