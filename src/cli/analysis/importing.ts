import { localViewer } from '#lib/access/viewer.server.ts';
import { importRepository } from '#lib/versioning/store/index.server.ts';
import { readConfig } from '../../config.server.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse } from '../command.ts';
import type { Io } from '../io.ts';
import { onlyWord } from '../words.ts';
import { newCommits } from './news.ts';

/** `lookback analysis import <address or path>` */
export async function importing(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: { name: { type: 'string' }, audience: { type: 'string' } }
	});
	const { name = null, audience = null } = values;
	const from = onlyWord(positionals, '<address or path>');
	const { importHosts: allowedHosts } = readConfig(io.environment);
	await writeArchive(io, async (archive) => {
		const wish = { from, name, audience, allowedHosts, signal: io.signal };
		const done = await importRepository(archive, await localViewer(archive.database), wish, clock());
		if (done.batch === null) return io.out(`There is nothing new of ${done.name}.\n`);
		await io.out(`${done.name}: ${newCommits(done)}, in batch ${done.batch}.\n`);
		for (const { ref, commit } of done.moved) await io.out(`  ${ref.replace('/', ' ')} is at ${commit}\n`);
	});
}
