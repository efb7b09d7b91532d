import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Context } from '#lib/api/context.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { represent } from '#lib/api/represent.server.ts';
import { pathFields, type Answered, type Resource } from '#lib/api/resources/resource.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { fileKinds } from '#lib/table/file-kinds.ts';
import { readArchive, requestOf, viewerHelp, viewerOption } from './archive.ts';
import { parse, type Command } from './command.ts';
import type { Io } from './io.ts';
import { assertFormat, formatHelp, formatOption, isFileFormat } from './output.ts';
import { writeAnswer } from './output-answer.ts';
import { givenFields, inputHelp, inputOptions } from './resource-options.ts';
import { negativesAsWords } from './words.ts';

/** Fields that a command takes from its words and from what the archive knows. */
export type Fields = Readonly<Record<string, string>>;

/** How the command line asks for a resource. */
export interface Wording {
	/** The words behind the command's name, e.g. `<survey>/<id>`. */
	readonly words: string;
	/** Makes fields of the words; `options` are the fields given as options. */
	read(words: readonly string[], context: Context, options: Fields): Fields | Promise<Fields>;
	/** Fields that no option gives, beside those of the resource's path. */
	readonly fromWords?: readonly string[];
	/** In place of the resource's own. */
	readonly summary?: string;
	readonly details?: string;
}

/**
 * The command that reads one resource: the same question as its page in the portal, and for `--format json` and the
 * other files the same answer, byte for byte.
 */
export function readCommand<Answer extends Answered>(resource: Resource<Answer>, wording: Wording): Command {
	const tables = Object.keys(resource.tables);
	const choosesTable = tables.length > 1;
	const fromWords = [...pathFields(resource), ...(wording.fromWords ?? [])];
	const options = {
		...formatOption,
		...viewerOption,
		...(choosesTable && { table: { type: 'string' as const } }),
		...inputOptions(resource.input, fromWords)
	};
	return {
		describe: {
			summary: (wording.summary ?? resource.summary).replace(/\.$/, ''),
			usage: `${wording.words} [option...]`.trim(),
			options: {
				...inputHelp(resource.input, fromWords),
				...(choosesTable && { '--table <name>': `${tables.join(', ')}: which of the answer's tables` }),
				...formatHelp,
				...viewerHelp
			},
			details: wording.details
		},
		async run(args, io) {
			const { values, positionals } = parse({
				args: negativesAsWords(args),
				options,
				allowPositionals: true
			});
			const words = positionals.map((word) => word.trim());
			const { format, as, table } = values as { format: string; as: string; table?: string };
			assertFormat(format);
			await readArchive(io, async (archive) => {
				try {
					const context = requestOf(archive, as);
					const given = givenFields(resource.input, values);
					const fields = {
						...given,
						...(await wording.read(words, context, given))
					};
					await writeResource(resource, fields, { table, format }, context, io);
				} catch (error) {
					throw domainError(error) ?? error;
				}
			});
		}
	};
}

/** How an answer is written. */
export interface Form {
	/** Which of its tables; those that have rows unless given. */
	readonly table: string | undefined;
	readonly format: string;
	/** Whether it is of something that this very command made: then no basis of the reading is told, only its own. */
	readonly isOwn?: boolean;
}

/** Writes what a resource answers, in the form that `--format` names. */
export async function writeResource<Answer extends Answered>(
	resource: Resource<Answer>,
	fields: Fields,
	{ table, format, isOwn = false }: Form,
	context: Context,
	io: Io
): Promise<void> {
	if (isFileFormat(format)) await writeFile(resource, fields, table, format, context, io);
	else await writeAnswer(resource, await ask(resource, fields, context), { table, isOwn }, io);
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
	for await (const chunk of Readable.fromWeb(body as WebStream)) await io.out(chunk as Uint8Array);
	if (format === 'json') await io.out('\n');
}
