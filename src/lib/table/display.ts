import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Column, ColumnType, Row } from '#lib/table/column.ts';
import { plainText, valueOf } from '#lib/table/value.ts';

/** A cell as people read it: rounded to the column's precision (1.00e-9 rather than a false zero), instants to whole seconds, yes or no, '' for no value. */
export function displayCell(column: Column, row: Row): string {
	const value = valueOf(column, row);
	if (value === null) return '';
	if (typeof value === 'number' && column.precision !== undefined && column.type !== 'instant') {
		const rounded = value.toFixed(column.precision);
		return value !== 0 && Number(rounded) === 0 ? value.toExponential(2) : rounded;
	}
	if (column.type === 'instant') return formatInstant(value as Instant).replace(/\.\d+(?=Z$)/, '');
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return plainText(column.type, value);
}

/** A unit in VOUnits as people write it: `deg**2` is deg². */
export const unitForPeople = (unit: string): string =>
	unit.replace(/\*\*([23])/g, (_whole, power) => (power === '2' ? '²' : '³'));

/** Columns that people compare by size stand on the right. */
export const alignsRight = (type: ColumnType): boolean => ['int', 'long', 'float', 'double'].includes(type);
