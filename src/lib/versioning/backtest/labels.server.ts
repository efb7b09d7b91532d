import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';

/** A set of subjects with labels, to hold selections against. */
export interface Labels {
	/** As it was asked for. */
	readonly text: string;
	/** Label of each subject. */
	readonly of: ReadonlyMap<string, string>;
	/** Labels that ought to be selected; all of them where none is named. */
	readonly wanted: ReadonlySet<string> | null;
}

/**
 * Reads `<agent>:<property>`, of which `=<value>,<value>` may name the wanted ones: statements in force at the question's
 * basis, also of what the subject is said to be. Anything that ends in `.csv` is a file with a column `subject` and perhaps
 * one `label`. @throws LookbackError `versioning/bad-label`.
 */
export async function readLabels(question: Question, text: string): Promise<Labels> {
	if (/\.csv$/i.test(text))
		return { text: text.replace(/^.*[\\/]/, ''), of: await fromFile(text), wanted: null };
	const [, agent, property, values] = /^([^:]+):([^=:]+)(?:=(.+))?$/.exec(text) ?? [];
	if (!agent || !property)
		throw bad(
			`--label must be <agent>:<property>, such as tns:class or tns:class=SN Ia,SN II, or a CSV file; got ${JSON.stringify(text)}.`
		);
	const of = await fromStatements(question, agent, property);
	return { text, of, wanted: values ? new Set(values.split(',').map((one) => one.trim())) : null };
}

async function fromFile(path: string): Promise<Map<string, string>> {
	let rows: Record<string, string>[];
	try {
		rows = parse(await readFile(path, 'utf8'), {
			bom: true,
			columns: true,
			skip_empty_lines: true,
			trim: true
		});
	} catch (cause) {
		throw bad(`The labels in ${path} cannot be read: ${(cause as Error).message}`);
	}
	if (rows.some(({ subject }) => !subject))
		throw bad(
			`The labels in ${path} want a column 'subject' with the address of a page in every line, such as objects/ztf/ZTF18abc.`
		);
	return new Map(rows.map(({ subject, label }) => [subject!, label || 'labelled']));
}

async function fromStatements(
	question: Question,
	agent: string,
	property: string
): Promise<Map<string, string>> {
	const { sql } = question.database;
	const said = await sql<{ subject: string; value: string }[]>`
		select subject, coalesce(value_text, value_number::text) as value
		from ${asOf(question, 'statement')} s
		where property = ${property} and agent = ${agent} and coalesce(value_text, value_number::text) is not null
		order by subject, qualifier`;
	const labels = new Map<string, string>();
	for (const { subject, value } of said) if (!labels.has(subject)) labels.set(subject, value);
	const identities = await sql<{ subject: string; other: string }[]>`
		select subject, value_text as other
		from ${asOf(question, 'statement')} s
		where property = 'identity' and length(value_text) < 200
		order by subject, value_text`;
	const byIdentity = identities.flatMap(({ subject, other }) => [
		{ to: other, label: labels.get(subject) },
		{ to: subject, label: labels.get(other) }
	]);
	for (const { to, label } of byIdentity) if (label !== undefined && !labels.has(to)) labels.set(to, label);
	return labels;
}

function bad(message: string): LookbackError {
	return new LookbackError('incorrect', 'versioning/bad-label', message);
}
