import { listAudit } from '#lib/access/people/audit.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { readArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { noWords } from '../words.ts';

const pageEntries = 1000;

export const describe: Command['describe'] = {
	summary: 'Read who signed in, who was refused, and what keys were made or revoked',
	usage: '[--person <person>]',
	options: { '--person <person>': 'what concerns this person alone' },
	details:
		'Entries are added and never changed, each with a digest of all before it, which `lookback verify` computes\n' +
		'again. Changes of rights are in the ledger itself: see `lookback batches`.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: { person: { type: 'string' } }
	});
	noWords(positionals);
	await readArchive(io, async ({ database }) => {
		for (let before = newestOfAll; ;) {
			const page = { before, person: values.person ?? null, limit: pageEntries };
			const entries = await listAudit(database, page);
			for (const one of entries) {
				const words = [one.entry, formatInstant(one.at), one.act, one.person ?? '-', one.detail || '-'];
				await io.out(`${words.join('\t')}\tby ${one.actor}${one.address ? ` from ${one.address}` : ''}\n`);
			}
			if (entries.length < pageEntries) return;
			before = entries.at(-1)!.entry;
		}
	});
};
