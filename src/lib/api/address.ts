import { fileKinds, type FormatName } from '#lib/table/file-kinds.ts';
import { LookbackError } from '#lib/errors.ts';

/*
 * One address for one thing: `/objects/ztf/ZTF18abc` is its page, and the same with a suffix is the thing in that
 * form: `.json` all of the answer, `.csv`, `.ndjson`, `.vot` and `.parquet` a table of it, `.avro` and `.original` the
 * packet it came in, `.fits` a cutout, `.png` a picture of it; of plans and schedules the forms that other systems take,
 * `.ics`, `.reg` and `circular.txt` among them. The suffix is what the path ends in, so ids may hold dots of their own; an id
 * that itself ends in a suffix has its page at `...csv` hidden, and its forms as `...csv.json`.
 */

const tableSuffixes: ReadonlyMap<string, FormatName> = new Map(
	(Object.keys(fileKinds) as FormatName[])
		.filter((name) => name !== 'json')
		.map((name) => [fileKinds[name].suffix, name])
);

const suffix = /(?:\.(?:json|csv|ndjson|vot|parquet|avro|original|fits|png|ics|reg)|(?<=\/circular)\.txt)$/;

/** Whether an address names a form of a thing, not its page. */
export function isRepresentation(pathname: string): boolean {
	return suffix.test(pathname) && !/^\/(?:api|_app|calendars)\//.test(pathname);
}

/** A path without its suffix, and the suffix; '' where there is none. */
export function splitSuffix(pathname: string): { path: string; suffix: string } {
	const found = suffix.exec(pathname)?.[0] ?? '';
	return { path: pathname.slice(0, pathname.length - found.length), suffix: found };
}

/** The table format of a suffix, or null where it is none. */
export function tableFormat(ending: string): FormatName | null {
	return tableSuffixes.get(ending) ?? null;
}

/** Suffixes of tables. */
export const tableEndings = [...tableSuffixes.keys()];

/**
 * Values of a template's fields in a path, percent-decoded, or null when the path is not of its form.
 * @throws LookbackError `api/bad-path` for a path that is no percent-encoded UTF-8.
 */
export function matchPath(template: string, path: string): Record<string, string> | null {
	const pattern = template.replace(/\{(\w+)(\+?)\}/g, (_whole, name: string, rest: string) =>
		rest ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`
	);
	const match = new RegExp(`^${pattern}$`).exec(path);
	if (!match) return null;
	if (!isEncoded(path)) throw badPath(path);
	return Object.fromEntries(
		Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
	);
}

/** Whether a path is UTF-8 in percent-encoding. */
export function isEncoded(path: string): boolean {
	try {
		// the comparison keeps bundlers from taking the call for one without effect
		return decodeURIComponent(path) !== '';
	} catch {
		return false;
	}
}

/** What is said of a path that is not UTF-8 in percent-encoding. */
export function badPath(path: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/bad-path',
		`The path '${path.slice(0, 200)}' is not UTF-8 in percent-encoding.`,
		{ path }
	);
}
