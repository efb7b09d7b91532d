/** A field that two versions of something told as data have otherwise, in words. */
export interface Difference {
	/** `telescope p60, slew, rate (deg/s)` */
	readonly field: string;
	readonly before: string;
	readonly after: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What one version of something told as data (a facility, goals of a campaign) has otherwise than an earlier one, field by field. */
export function differencesBetween(before: unknown, after: unknown): Difference[] {
	return walk(before ?? null, after ?? null, []);
}

/** Differences as a sentence ends with them: `time given: all → none; name: 'a' → 'b'`; of very many some, and how many more. */
export function differenceWords(differences: readonly Difference[], most = 20): string {
	const told = differences.slice(0, most).map(({ field, before, after }) => `${field}: ${before} → ${after}`);
	const more = differences.length - told.length;
	return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Lists of so many entries in both versions together are told whole. */
const mostWhole = 4;

/** Fields that name the entries of a list, with which an entry is found again. */
const naming = ['telescope', 'instrument', 'name', 'event'];

function walk(before: unknown, after: unknown, path: readonly string[]): Difference[] {
	if (text(before) === text(after)) return [];
	if (isFields(before) && isFields(after))
		return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
			walk(before[key] ?? null, after[key] ?? null, [...path, key])
		);
	const field = path.map(labelOf).join(', ');
	if (!Array.isArray(before) || !Array.isArray(after))
		return [{ field, before: shown(before, path), after: shown(after, path) }];
	const key = naming.find((one) => names(before, one) && names(after, one));
	if (key !== undefined && before.length + after.length > 0) return byName(before, after, key, path);
	const entries: readonly unknown[] = [...(before as unknown[]), ...(after as unknown[])];
	const isShort = before.length === 0 || after.length === 0 || entries.length <= mostWhole;
	if (!entries.some(isFields) || isShort)
		return [{ field, before: shown(before, path), after: shown(after, path) }];
	// of a long list of nights those alone that came or went
	const [had, has] = [before, after].map((list) => new Set(list.map(text)));
	const gone = before.filter((one) => !has!.has(text(one)));
	const came = after.filter((one) => !had!.has(text(one)));
	const listed = (list: unknown[]) => (list.length === 0 ? 'not there' : shown(list, path));
	return [{ field, before: listed(gone), after: listed(came) }];
}

function byName(before: Fields[], after: Fields[], key: string, path: readonly string[]): Difference[] {
	const [had, has] = [before, after].map((list) => new Map(list.map((one) => [String(one[key]), one])));
	const noun = key === 'name' ? (path.at(-1) ?? '').replace(/s$/, '') : key;
	return [...new Set([...had!.keys(), ...has!.keys()])].flatMap((name) => {
		const [from, to] = [had!.get(name), has!.get(name)];
		const within = [...path.slice(0, -1), `${noun} ${name}`];
		if (from && to) return walk(from, to, within);
		const field = within.map(labelOf).join(', ');
		return [{ field, before: from ? 'there' : 'not there', after: to ? 'there' : 'not there' }];
	});
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function names(list: readonly unknown[], key: string): boolean {
	const found = list.map((one) => (isFields(one) ? one[key] : undefined));
	return found.every((one) => typeof one === 'string') && new Set(found).size === found.length;
}

/** The same for the same, whatever the order of its fields. */
function text(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(text).join()}]`;
	if (!isFields(value)) return JSON.stringify(value);
	const fields = Object.keys(value).sort();
	return `{${fields.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join()}}`;
}

const labels: Readonly<Record<string, string>> = {
	given: 'time given',
	closures: 'closed',
	rules: 'rules',
	sets: 'exposures',
	footprint: 'field of view'
};
const units: Readonly<Record<string, string>> = {
	DegPerSec2: 'deg/s2',
	DegPerSec: 'deg/s',
	Deg: 'deg',
	Sec: 's',
	Hours: 'h',
	Mpc: 'Mpc',
	M: 'm'
};

function labelOf(key: string): string {
	if (key in labels) return labels[key]!;
	if (!/^[a-z][A-Za-z\d]*$/.test(key)) return key;
	const [, stem = key, unit] = /^(.*?)(DegPerSec2|DegPerSec|Deg|Sec|Hours|Mpc|M)$/.exec(key) ?? [];
	const words = stem.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return unit === undefined ? words : `${words} (${units[unit]!})`;
}

const mostLetters = 200;

function shown(value: unknown, path: readonly string[]): string {
	if (path.at(-1) === 'given' && value === null) return 'all of its time';
	if (value === null) return 'nothing';
	if (Array.isArray(value))
		return value.length === 0 ? 'none' : value.map((one) => shown(one, [])).join(', ');
	if (!isFields(value)) return clipped(String(value));
	const { from, to, reason, exposures, exposureSec, band } = value;
	if (typeof from === 'string' && typeof to === 'string')
		return `${from} to ${to}${typeof reason === 'string' ? ` (${reason})` : ''}`;
	if (typeof exposureSec === 'number' && 'exposures' in value)
		return `${String(exposures)} x ${exposureSec} s${typeof band === 'string' ? ` in ${band}` : ''}`;
	const fields = Object.entries(value).map(([key, one]) => `${labelOf(key)} ${shown(one, [key])}`);
	return clipped(fields.join(' '));
}

function clipped(words: string): string {
	return words.length > mostLetters ? `${words.slice(0, mostLetters)}...` : words;
}
