import { asOf, type Question } from '#lib/archive/index.server.ts';
import { unknownCommit } from './check-out.server.ts';
import { unknownAnalysis, type NamedCommit } from './resolve.server.ts';

/** The fact of a commit as of a basis: where it is kept and what its manifest says; `{}` where it has none. */
export async function readSoftware(
	question: Question,
	{ name, commit }: NamedCommit
): Promise<{ readonly home: string; readonly manifest: unknown }> {
	const { sql } = question.database;
	const [row] = await sql<{ home: string; manifest: unknown }[]>`
		select collection as home, manifest
		from ${asOf(question, 'software')} s
		where name = ${name} and commit = ${commit}`;
	if (!row) throw unknownCommit(name, commit);
	return row;
}

/** Collection of an analysis as of a basis. @throws LookbackError `versioning/unknown-analysis`. */
export async function homeSeen(question: Question, name: string): Promise<string> {
	const { sql } = question.database;
	const [row] = await sql<{ collection: string }[]>`
		select collection
		from ${asOf(question, 'software')} s
		where name = ${name}
		limit 1`;
	if (!row) throw unknownAnalysis(name);
	return row.collection;
}
