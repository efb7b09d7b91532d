import type postgres from 'postgres';
import type { Instant } from '#lib/sky/time.ts';
import { asOfParameters, asOfText, type AsOfRelation } from './as-of.ts';
import type { Sql } from './client.server.ts';

/** The moment a question is about, and what this archive had recorded by then. */
export interface AsOfMoment {
	readonly knownAt: Instant;
	readonly batch: bigint;
}

/** Collections a reader sees whole (a fragment: those a query names), and up to which epoch others are open to them. */
export interface AsOfReader {
	readonly collections: readonly string[] | postgres.Fragment;
	readonly opening: ReadonlyMap<string, Instant>;
}

/**
 * `relation` as known at a moment to a reader, to stand behind `from`. Its text is part of the query: a function's would
 * be parsed and analysed anew each time, a third of what planning takes.
 */
export function asOfQuery(
	sql: Sql,
	relation: AsOfRelation,
	{ knownAt, batch }: AsOfMoment,
	{ collections, opening }: AsOfReader
): postgres.Fragment {
	const named = Array.isArray(collections) ? sql`${[...collections]}::text[]` : collections;
	const values: Record<Parameter, postgres.Fragment> = {
		p_known_at: sql`${knownAt}::timestamptz`,
		p_batch: sql`${batch}::bigint`,
		p_collections: named as postgres.Fragment,
		p_opening: sql`${[...opening.keys()]}::text[]`,
		p_open_until: sql`(${[...opening.values()]}::timestamptz[])`
	};
	const { texts, names } = pieces(relation, opening.size > 0);
	return sql`(${sql(texts, ...names.map((name) => values[name]))})`;
}

type Parameter = keyof typeof asOfParameters;

interface Pieces {
	readonly texts: TemplateStringsArray;
	/** Of the parameter between each text and the next. */
	readonly names: readonly Parameter[];
}

const made = new Map<string, Pieces>();
const anyParameter = new RegExp(`\\b(${Object.keys(asOfParameters).join('|')})\\b`);

/** The text of a relation, cut at its parameters. */
function pieces(relation: AsOfRelation, opens: boolean): Pieces {
	const key = `${relation} ${opens}`;
	const known = made.get(key);
	if (known) return known;
	const parts = asOfText(relation, opens).split(anyParameter);
	const texts = parts.filter((_, index) => index % 2 === 0);
	const names = parts.filter((_, index) => index % 2 === 1) as Parameter[];
	const cut = { texts: Object.assign(texts, { raw: texts }), names };
	made.set(key, cut);
	return cut;
}
