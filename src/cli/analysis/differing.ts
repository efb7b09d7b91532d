import { callerOf } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readArchive, requestOf } from '../archive.ts';
import { parse } from '../command.ts';
import type { Io } from '../io.ts';
import { badWords } from '../words.ts';
import { named } from './reading.ts';

/** `lookback analysis diff <version> <version>`: what changed from the first to the second, as git writes it. */
export async function differing(args: string[], io: Io): Promise<void> {
	const { positionals } = parse({ args, allowPositionals: true, options: {} });
	const [from, to, ...rest] = positionals;
	if (!from || !to || rest.length > 0) throw badWords('<version> <version>', positionals);
	await readArchive(io, async (archive) => {
		const context = requestOf(archive, 'local');
		const [before, after] = [await named(context, {}, from), await named(context, {}, to)];
		if (before.name !== after.name)
			throw new LookbackError(
				'incorrect',
				'cli/bad-arguments',
				`Two versions of one analysis are compared; got ${before.name} and ${after.name}.`
			);
		const wish = { name: after.name, commit: after.commit, against: before.commit };
		const { changes } = await callerOf(context).software.version(wish);
		for (const { path, change, patch, why } of changes) {
			const [old, now] = [
				change === 'added' ? '/dev/null' : `a/${path}`,
				change === 'removed' ? '/dev/null' : `b/${path}`
			];
			await io.out(patch === null ? `${path} ${change}: ${why}\n` : `--- ${old}\n+++ ${now}\n${patch}`);
		}
	});
}
