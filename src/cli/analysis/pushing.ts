import { localViewer } from '#lib/access/viewer.server.ts';
import { pushFolder } from '#lib/versioning/store/index.server.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse } from '../command.ts';
import type { Io } from '../io.ts';
import { onlyWord } from '../words.ts';
import { newCommits, sayWarnings } from './news.ts';

/** `lookback analysis push <folder>` */
export async function pushing(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			name: { type: 'string' },
			audience: { type: 'string' },
			branch: { type: 'string' },
			message: { type: 'string' },
			force: { type: 'boolean', default: false }
		}
	});
	const { name = null, audience = null, branch = null, message = null, force } = values;
	const push = {
		folder: onlyWord(positionals, '<folder>'),
		name,
		audience,
		branch,
		message,
		isForced: force
	};
	await writeArchive(io, async (archive) => {
		const done = await pushFolder(archive, await localViewer(archive.database), push, clock());
		const at = `${done.name}@${done.commit}`;
		if (done.batch === null) await io.out(`${at} is on ${done.branch} already.\n`);
		else {
			await io.out(`${at} is on ${done.branch} now: ${newCommits(done)}, in batch ${done.batch}.\n`);
			await sayWarnings(archive, done, io);
		}
	});
}
