import type { Context } from '#lib/api/context.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { represent } from '#lib/api/represent.server.ts';
import { pathFields, type Answered, type Resource } from '#lib/api/resources/resource.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { fileKinds } from '#lib/table/file-kinds.ts';
import { readArchive, requestOf, viewerHelp, viewerOption } from './archive.ts';
import { negativesAsWords, parse, type Command } from './command.ts';
import type { Io } from './io.ts';
import { assertFormat, formatHelp, formatOption, isFileFormat } from './output.ts';
import { writeAnswer } from './output-answer.ts';
import { givenFields, resourceHelp, resourceOptions } from './resource-options.ts';

/** Fields that a command takes from its words and from what the archive knows. */
export type Fields = Readonly<Record<string, string>>;

/** Makes fields of a resource of the words behind a command's name; `options` are fields given as options. */
export type ReadWords = (
	words: readonly string[],
	context: Context,
	options: Fields
) => Fields | Promise<Fields>;

/**
 * The command that reads one resource: the same question as its page in the portal, and for `--format json` and the
 * other files the same answer, byte for byte.
 */
export function readCommand<Answer extends Answered>(
	resource: Resource<Answer>,
	usage: string,
	readWords: ReadWords,
	details?: string
): Command {
	const tables = Object.keys(resource.tables);
	const choosesTable = tables.length > 1;
	const tableOption = choosesTable ? ({ table: { type: 'string' } } as const) : {};
	const options = { ...formatOption, ...viewerOption, ...tableOption, ...resourceOptions(resource) };
	return {
		describe: {
			summary: resource.summary.replace(/\.$/, ''),
			usage: `${usage} [option...]`.trim(),
			options: {
				...resourceHelp(resource),
				...(choosesTable && { '--table <name>': `${tables.join(', ')}: which of the answer's tables` }),
				...formatHelp,
				...viewerHelp
			},
			details
		},
		async run(args, io) {
			const { values, positionals } = parse({
				args: negativesAsWords(args),
				options,
				allowPositionals: true
			});
			const { format, as, table } = values as { format: string; as: string; table?: string };
			assertFormat(format);
			await readArchive(io, async (archive) => {
				try {
					const context = requestOf(archive, as);
					const given = givenFields(resource, values);
					const fields = { ...given, ...(await readWords(positionals, context, given)) };
					if (isFileFormat(format)) await writeFile(resource, fields, table, format, context, io);
					else await writeAnswer(resource, await ask(resource, fields, context), table, io);
				} catch (error) {
					throw domainError(error) ?? error;
				}
			});
		}
	};
}

function ask<Answer extends Answered>(
	resource: Resource<Answer>,
	fields: Fields,
	context: Context
): Promise<Answer> {
	return resource.answer(callerOf(context), fields as never);
}

/** Writes what the portal answers at the address of this thing with the suffix of the format. */
async function writeFile(
	resource: Pick<Resource, 'path'>,
	fields: Fields,
	table: string | undefined,
	format: keyof typeof fileKinds,
	context: Context,
	io: Io
): Promise<void> {
	const query = new URLSearchParams({
		...fields,
		...(table !== undefined && format !== 'json' && { table })
	});
	for (const name of pathFields(resource)) query.delete(name);
	const path = resource.path.replace(/\{(\w+)\+?\}/g, (_, name: string) => encodeURIComponent(fields[name]!));
	const url = new URL(`http://localhost${path}${fileKinds[format].suffix}?${query}`);
	const { body } = await represent(context, url);
	for await (const chunk of body ?? []) await io.out(chunk);
	if (format === 'json') await io.out('\n');
}
