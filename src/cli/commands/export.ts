import { writeFile } from 'node:fs/promises';
import { domainError } from '#lib/api/errors.ts';
import { exportAddress, leftOutHeader } from '#lib/api/files/exports/index.server.ts';
import { exportNames } from '#lib/api/files/exports/formats.server.ts';
import { represent } from '#lib/api/represent.server.ts';
import { readArchive, requestOf, viewerHelp, viewerOption } from '../archive.ts';
import { basisHelp, basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Write plans, campaigns, facilities or the schedule in the forms that other systems take',
	usage: 'schedule|plans/<plan>|campaigns/<campaign>|facilities/<facility> <file> [option...]',
	options: {
		'--from, --to <moment>': 'only what ends after, and begins before',
		'--proposal <name>': 'of lco.json: the proposal that pays for the time',
		'--output <path>': 'where to write it; standard output unless given',
		...basisHelp,
		...viewerHelp
	},
	details:
		`<file> is one of ${exportNames.join(', ')};\n` +
		'it is what the portal answers at the address of that name. What it leaves out is told.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			from: { type: 'string' },
			to: { type: 'string' },
			proposal: { type: 'string' },
			output: { type: 'string' },
			...basisOptions,
			...viewerOption
		}
	});
	const [of, file, ...rest] = positionals;
	if (!of || !file || rest.length > 0)
		throw badWords('what is exported and a file, such as plans/p0123 calendar.ics', positionals);
	const given = { from: values.from, to: values.to, proposal: values.proposal, ...basisInput(values) };
	const query = new URLSearchParams(
		Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
	);
	const url = new URL(`http://localhost${exportAddress(of, file)}?${query}`);
	await readArchive(io, async (archive) => {
		try {
			const response = await represent(requestOf(archive, values.as), url);
			const leftOut = response.headers.get(leftOutHeader);
			if (leftOut) io.note(leftOut);
			const bytes = new Uint8Array(await response.arrayBuffer());
			if (values.output === undefined) await io.out(bytes);
			else await writeFile(values.output, bytes);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
};
