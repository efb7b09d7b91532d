import { LookbackError } from '#lib/errors.ts';
import { UnpackBudget } from './budget.ts';
import { headOf, sourceOf } from './bytes.ts';
import { decompressed, isCompression } from './decompress.server.ts';
import { tarMembers, zipMembers, type Member } from './members.server.ts';
import { wrappingHeadBytes, wrappingOf } from './wrapping.ts';

/**
 * Files of a zip or of a tar archive, compressed or not, by their paths in it; archives among them stay as they are.
 * @throws LookbackError `archive/not-an-archive`, and for the first member that is no file, above `limitBytes` or
 * unreadable what `openPaths` would refuse it with.
 */
export async function* filesOfArchive(
	name: string,
	bytes: Uint8Array,
	limits: { readonly limitBytes: number; readonly budgetBytes: number }
): AsyncGenerator<Member> {
	const { limitBytes } = limits;
	const budget = new UnpackBudget(name, bytes.length, limits.budgetBytes);
	const packed = sourceOf(name, bytes);
	const outer = wrappingOf(await headOf(packed, wrappingHeadBytes));
	const inner = isCompression(outer) ? budget.counted(decompressed(packed, outer)) : packed;
	const wrapping = isCompression(outer) ? wrappingOf(await headOf(inner, wrappingHeadBytes)) : outer;
	if (wrapping !== 'tar' && wrapping !== 'zip') throw notAnArchive(name);
	const members = wrapping === 'tar' ? tarMembers(inner, limitBytes) : zipMembers(inner, limitBytes, budget);
	for await (const member of members) {
		if ('refused' in member) throw member.refused;
		yield { ...member, name: member.name.slice(name.length + 1) };
	}
}

function notAnArchive(name: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/not-an-archive',
		`'${name}' is no archive of files; wanted is a zip or a tar, which may be compressed by gzip, xz or bzip2.`,
		{ name }
	);
}
