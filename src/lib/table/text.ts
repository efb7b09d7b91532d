import stringWidth from 'string-width';
import { displayCell, alignsRight } from '#lib/table/display.ts';
import type { Table } from '#lib/table/column.ts';

/**
 * The table for a terminal: aligned columns, names and units above, then the number of rows and the notes.
 *
 * Widths come from the first 1,000 rows, so output starts before the table ends; a wider cell further down pushes its
 * line out of step. With `width` (columns of the terminal) the widest columns give way, and what is cut ends in `…`;
 * without it nothing is cut. Control characters are written as escapes: told text cannot drive the terminal.
 */
export async function* writeText(table: Table, width?: number): AsyncGenerator<string> {
	const { columns } = table;
	const heads = columns.map(({ name, unit }) => (unit ? `${name} [${unit}]` : name));
	let widths: number[] | null = null;
	let pending: string[][] = [];
	let count = 0;

	const print = function* (): Generator<string> {
		if (!widths) {
			widths = fit(measure([heads, ...pending]), width);
			yield line(heads);
			yield `${widths.map((cells) => '─'.repeat(cells)).join(GAP)}\n`;
		}
		for (const cells of pending) yield line(cells);
		pending = [];
	};
	const line = (cells: string[]): string =>
		`${cells
			.map((cell, i) =>
				align(cell, widths?.[i] ?? 0, alignsRight(columns[i]?.type ?? 'text'), width !== undefined)
			)
			.join(GAP)
			.trimEnd()}\n`;

	for await (const row of table.rows) {
		pending.push(columns.map((column) => printable(displayCell(column, row))));
		count++;
		if (pending.length === MEASURED_ROWS) yield* print();
	}
	yield* print();
	yield `${count} ${count === 1 ? 'row' : 'rows'}${table.overflowed?.() ? ', and more were left out' : ''}\n`;
	for (const [key, value] of Object.entries(table.notes)) yield `${printable(key)}: ${printable(value)}\n`;
}

const GAP = '  ';
const MEASURED_ROWS = 1000;
const LEAST_WIDTH = 4;

function measure(lines: string[][]): number[] {
	const widths: number[] = [];
	for (const cells of lines)
		cells.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, stringWidth(cell))));
	return widths;
}

/** Narrows the widest columns first until the line fits, none below LEAST_WIDTH. */
function fit(widths: number[], width: number | undefined): number[] {
	const fitted = [...widths];
	let excess =
		fitted.reduce((sum, cells) => sum + cells, GAP.length * (fitted.length - 1)) - (width ?? Infinity);
	while (excess > 0) {
		const widest = Math.max(...fitted);
		if (widest <= LEAST_WIDTH) return fitted;
		fitted[fitted.indexOf(widest)] = widest - 1;
		excess--;
	}
	return fitted;
}

function align(cell: string, width: number, right: boolean, cut: boolean): string {
	const shown = cut && stringWidth(cell) > width ? shorten(cell, width) : cell;
	const padding = ' '.repeat(Math.max(0, width - stringWidth(shown)));
	return right ? padding + shown : shown + padding;
}

function shorten(cell: string, width: number): string {
	let kept = '';
	let used = 1;
	for (const { segment } of new Intl.Segmenter().segment(cell)) {
		used += stringWidth(segment);
		if (used > width) break;
		kept += segment;
	}
	return `${kept}…`;
}

/** Controls, and marks that turn the direction of writing, as escapes. */
function printable(text: string): string {
	return text.replace(
		/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}
