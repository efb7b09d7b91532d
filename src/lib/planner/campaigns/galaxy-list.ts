import { parse } from 'csv-parse/sync';
import { LookbackError } from '#lib/errors.ts';
import type { CoverageGoal } from './goals.ts';

type Galaxy = NonNullable<CoverageGoal['galaxies']>[number];

/** What a table of galaxies tells. */
export interface GalaxyList {
	readonly galaxies: readonly Galaxy[];
	/** What was not taken and why, a sentence for each kind of trouble. */
	readonly leftOut: readonly string[];
}

type Row = Readonly<Record<string, string | undefined>>;

/** Names that columns have in GLADE+, in CLU and elsewhere, in lower case, the first that is there. */
const columns = {
	ra: ['ra', 'radeg', 'ra_deg', 'raj2000'],
	dec: ['dec', 'decdeg', 'dec_deg', 'dej2000', 'decj2000'],
	distance: ['d_l', 'distmpc', 'distancempc', 'distance_mpc', 'dist'],
	name: ['name', 'galaxy', 'gwgc name', 'hyperleda name', '2mass name', 'wisexscos name', 'glade no']
};

/** GLADE+ as it is handed out has no head: these of its 40 columns are read. Source: its README, glade.elte.hu. */
const gladeColumns: Readonly<Record<string, number>> = {
	...{ 'glade no': 0, 'gwgc name': 2, 'hyperleda name': 3, '2mass name': 4, 'wisexscos name': 5 },
	...{ ra: 8, dec: 9, b: 10, b_abs: 13, d_l: 32, 'm*': 35 }
};
const gladeWidth = 40;

/**
 * Galaxies of a table: CSV with columns for right ascension and declination (ICRS, degrees) and luminosity distance (Mpc), as of
 * GLADE and CLU, or GLADE+ as it is handed out. Each counts the same, unless `weighBy` names the column that says how much: a
 * mass, a luminosity, or the absolute magnitude `B_Abs`, which is made a luminosity. A row without one of these is left out.
 * @throws LookbackError `planner/bad-galaxies` for a table without these columns or without any galaxy.
 */
export function readGalaxies(text: string, weighBy: string | null = null): GalaxyList {
	const rows = rowsOf(text);
	const names = Object.keys(rows[0] ?? {});
	const columnOf = (what: string, known: readonly string[]) => {
		const name = known.find((one) => names.includes(one));
		if (name !== undefined) return name;
		throw bad(`it has no column for ${what} (${known.join(', ')}); its columns are ${told(names)}`);
	};
	const ra = columnOf('the right ascension', columns.ra);
	const dec = columnOf('the declination', columns.dec);
	const distance = columnOf('the distance', columns.distance);
	const weight =
		weighBy === null
			? names.find((one) => one === 'weight')
			: columnOf('the weight', [weighBy.toLowerCase()]);
	const galaxies: Galaxy[] = [];
	const without = new Map<string, number>();
	for (const [i, row] of rows.entries()) {
		const [raDeg, decDeg, distanceMpc] = [row[ra], row[dec], row[distance]].map(numberOf);
		const worth = weight === undefined ? 1 : weightOf(weight, numberOf(row[weight]));
		const lacking = !(raDeg! >= 0 && raDeg! < 360 && Math.abs(decDeg!) <= 90)
			? 'a position in degrees'
			: !(distanceMpc! > 0)
				? 'a distance above 0'
				: !(worth >= 0)
					? `a number of 0 or more as ${weighBy ?? 'weight'}`
					: null;
		if (lacking) without.set(lacking, (without.get(lacking) ?? 0) + 1);
		else
			galaxies.push({
				name: nameOf(row, i),
				raDeg: raDeg!,
				decDeg: decDeg!,
				distanceMpc: distanceMpc!,
				weight: worth
			});
	}
	const leftOut = [...without].map(
		([what, count]) =>
			`${count} of ${rows.length} galaxies ${count === 1 ? 'is' : 'are'} left out: without ${what}.`
	);
	if (galaxies.length === 0) throw bad(`it has no galaxy that can be used. ${leftOut.join(' ')}`.trim());
	return { galaxies, leftOut };
}

/** Rows by the names of their columns, in lower case. */
function rowsOf(text: string): Row[] {
	const [head = ''] = text.trimStart().split('\n', 1);
	const words = head.trim().split(/\s+/);
	try {
		if (words.length === gladeWidth && !head.includes(',')) {
			const lines = parse(text, {
				delimiter: ' ',
				trim: true,
				skip_empty_lines: true,
				quote: null
			}) as string[][];
			return lines.map((line) =>
				Object.fromEntries(Object.entries(gladeColumns).map(([name, at]) => [name, line[at]]))
			);
		}
		return parse(text, {
			columns: (all: string[]) => all.map((name) => name.toLowerCase()),
			trim: true,
			bom: true,
			skip_empty_lines: true
		}) as Row[];
	} catch (error) {
		throw bad((error as Error).message.replace(/\.$/, ''));
	}
}

function numberOf(text: string | undefined): number {
	return text === undefined || text.trim() === '' ? NaN : Number(text);
}

/** Luminosity in units of that of magnitude -20, where a column has absolute magnitudes. */
function weightOf(column: string, value: number): number {
	return column === 'b_abs' ? 10 ** (-0.4 * (value + 20)) : value;
}

function nameOf(row: Row, i: number): string {
	const name = columns.name.map((one) => row[one]).find((one) => one && !/^(null|nan)$/i.test(one));
	return (name ?? `galaxy ${i + 1}`).slice(0, 200);
}

function told(names: readonly string[]): string {
	return names.length === 0 ? 'none' : names.join(', ').slice(0, 300);
}

function bad(why: string): LookbackError {
	const sentence = /\.$/.test(why) ? why : `${why}.`;
	return new LookbackError(
		'incorrect',
		'planner/bad-galaxies',
		`The table of galaxies cannot be used: ${sentence}`
	);
}
