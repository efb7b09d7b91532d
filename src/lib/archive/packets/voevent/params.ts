import { attribute, child, children, textAt, type XmlElement } from './xml.ts';

export type ParamValue = string | number | boolean | null;

/** What a VOEvent says in `What`, by its own names: `FAR`, `GW_SKYMAP.skymap_fits`; repeated names are lists. */
export interface Params {
	readonly values: Readonly<Record<string, ParamValue | readonly ParamValue[]>>;
	/** Units of the values that state one, by the same names. */
	readonly units: Readonly<Record<string, string>>;
}

/** GCN's ways of writing "no unit". */
const unitless = new Set(['', 'dn', 'none', 'unitless']);

/** Reads `Param`, `Group/Param` (as `Group.Param`) and `Table` columns (as `Table.Field`). */
export function readParams(what: XmlElement | undefined): Params {
	// Without a prototype, since a packet may well call a parameter `constructor`.
	const values = Object.create(null) as Record<string, ParamValue | ParamValue[]>;
	const units = Object.create(null) as Record<string, string>;
	const put = (name: string, value: ParamValue, unit: string | null): void => {
		const before = values[name];
		if (before === undefined) values[name] = value;
		else if (Array.isArray(before)) before.push(value);
		else values[name] = [before, value];
		if (unit !== null && !unitless.has(unit.toLowerCase())) units[name] = unit;
	};
	const putParams = (within: XmlElement | undefined, prefix: string): void => {
		for (const param of children(within, 'Param')) {
			const name = attribute(param, '@name');
			if (name === null) continue;
			const text = attribute(param, '@value') ?? textAt(param, 'Value');
			put(prefix + name, valueOf(text, attribute(param, '@dataType')), attribute(param, '@unit'));
		}
	};
	putParams(what, '');
	for (const group of children(what, 'Group')) {
		const name = attribute(group, '@name') ?? attribute(group, '@type');
		putParams(group, name === null ? '' : `${name}.`);
	}
	for (const table of children(what, 'Table')) {
		const prefix = `${attribute(table, '@name') ?? 'Table'}.`;
		const fields = children(table, 'Field');
		for (const row of children(child(table, 'Data'), 'TR')) {
			const cells = children(row, 'TD');
			fields.forEach((field, column) => {
				const text = cells[column] ? attribute(cells[column], '#text') : null;
				const name = prefix + (attribute(field, '@name') ?? String(column));
				put(name, valueOf(text, attribute(field, '@dataType')), attribute(field, '@unit'));
			});
		}
	}
	return { values, units };
}

const decimal = /^[+-]?(?:0|[1-9]\d*)?(?:\.\d*)?(?:e[+-]?\d+)?$/i;

/**
 * Numbers as numbers unless the packet calls them strings, or a double could not hold them: an integer beyond 2^53
 * and anything with leading zeros stay text. `true` and `false` are booleans.
 */
function valueOf(text: string | null, dataType: string | null): ParamValue {
	if (text === null || dataType === 'string') return text;
	if (text === 'true' || text === 'false') return text === 'true';
	if (!/\d/.test(text) || !decimal.test(text)) return text;
	const number = Number(text);
	return Number.isFinite(number) && (Math.abs(number) <= Number.MAX_SAFE_INTEGER || /[.e]/i.test(text))
		? number
		: text;
}
