import { verify } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { verifySoftware } from '#lib/versioning/store/index.server.ts';
import { readArchive } from '../archive.ts';
import { parse, type Description } from '../command.ts';
import type { Io } from '../io.ts';
import { assertFormat, formatHelp, formatOption, writeTable } from '../output.ts';
import { pace, progressBar } from '../progress.ts';

export const describe: Description = {
	summary: 'Compute the whole ledger again and say what is not as it was recorded',
	usage: '[option...]',
	options: formatHelp,
	details:
		'Checks the chain of digests, every row of every batch, the SHA-256 of every packet, every git object of the\n' +
		'analyses, and the audit log. Exit code 0 when all is as it was recorded, 5 when something is not; the table names what.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values } = parse({ args, options: formatOption });
	assertFormat(values.format);
	const bar = progressBar('Verifying', io);
	const started = performance.now();
	const [ledger, software] = await readArchive(
		io,
		async (archive) =>
			[
				await verify(archive.database, archive.store, (done, all) =>
					bar.show(done, all, `batches, ${pace(done, all, 'batches', (performance.now() - started) / 1000)}`)
				),
				await verifySoftware(archive.database, archive.software)
			] as const
	).finally(bar.end);
	const { batches, facts, packets, auditEntries } = ledger;
	const findings = [...ledger.findings, ...software.findings];
	const table = {
		name: 'findings',
		description: 'What is not as it was recorded.',
		columns: [
			{
				name: 'batch',
				type: 'long',
				description: 'Batch of the ledger it belongs to; none for the audit log.'
			},
			{ name: 'what', type: 'text', description: 'What was found, in a sentence.' }
		] as const,
		rows: findings.map((finding) => ({ ...finding })),
		notes: {}
	};
	await writeTable(table, values.format, io);
	const checked = `${batches} batches, ${facts} facts, ${packets} packets, ${software.objects} objects of analyses and ${auditEntries} entries of the audit log`;
	if (findings.length === 0) return io.note(`Verified ${checked}: all as they were recorded.`);
	throw new LookbackError(
		'conflict',
		'cli/not-as-recorded',
		`Of ${checked}, ${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} not as recorded.`,
		{ findings: findings.length }
	);
}
