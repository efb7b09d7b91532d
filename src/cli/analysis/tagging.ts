import { tagCommit } from '#lib/versioning/store/index.server.ts';
import { requestOf, writeArchive } from '../archive.ts';
import { parse } from '../command.ts';
import type { Io } from '../io.ts';
import { badWords } from '../words.ts';

/** `lookback analysis tag <version> <tag>` */
export async function tagging(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: { force: { type: 'boolean', default: false } }
	});
	const [version, tag, ...rest] = positionals;
	if (!version || !tag || rest.length > 0) throw badWords('<version> <tag>', positionals);
	await writeArchive(io, async (archive) => {
		const context = requestOf(archive, 'local');
		const wish = { version, tag, isForced: values.force };
		const { name, commit, batch } = await tagCommit(archive, await context.question({}), wish, context.now);
		await io.out(
			batch === null
				? `${name}@${commit} is ${tag} already.\n`
				: `${name}@${commit} is ${tag}, from batch ${batch} on.\n`
		);
	});
}
