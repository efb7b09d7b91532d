import type { z } from 'zod';
import type { Column } from '#lib/table/column.ts';
import type { Caller } from '../routers/index.server.ts';

/** What every answer says. */
export interface Answered {
	readonly basis: string;
	/** Of a list with more rows; null at its end, absent where an answer is never cut. */
	readonly next_cursor?: string | null;
}

/** One of an answer's tables. */
export interface ResourceTable<Answer> {
	readonly description: string;
	readonly columns: readonly Column[];
	rows(answer: Answer): readonly object[];
	/** Its rows are the same on every page of an answer that goes on. */
	readonly isWhole?: true;
	/** Of an answer that goes on with the rows of one of its tables: whether they are of this one. */
	goesOn?(answer: Answer): boolean;
	/** So many rows of it suffice at a terminal beside other tables. */
	readonly most?: number;
	/** What is told below its rows at a terminal, by name. */
	notes?(answer: Answer): Readonly<Record<string, string>>;
}

/** A part of an answer's JSON: a row, rows, or a value described by its JSON schema. */
export type Part =
	| { readonly row: readonly Column[]; readonly orNull?: boolean }
	| { readonly rows: readonly Column[]; readonly orAbsent?: boolean }
	| { readonly schema: object; readonly orAbsent?: boolean };

/**
 * A thing with an address: a page at `path`, and the same answer as `path.json` and its tables as `path.csv`,
 * `.ndjson`, `.vot` and `.parquet`. Fields of `input` that `path` does not name are query parameters.
 */
export interface Resource<Answer extends Answered = Answered> {
	/** `/objects/{survey}/{id}`; a last `{name+}` takes all that is left of the path, slashes included. */
	readonly path: string;
	/** Operation id in the API's description. */
	readonly name: string;
	readonly summary: string;
	/** Nobody is answered who does not say who they are. */
	readonly wantsToken?: true;
	readonly input: z.ZodObject;
	answer(caller: Caller, input: never): Promise<Answer>;
	readonly json: Readonly<Record<string, Part>>;
	/** By the names that `table=` takes; the first is meant where it is not given. */
	readonly tables: Readonly<Record<string, ResourceTable<Answer>>>;
}

/** Names the fields that a resource's path gives. */
export function pathFields({ path }: Pick<Resource, 'path'>): string[] {
	return [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name!);
}
