import type { Archive } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { requestOf } from '../archive.ts';
import type { Io } from '../io.ts';

/** Says on stderr what a careful reader should know of a version. */
export async function sayWarnings(
	archive: Archive,
	{ name, commit }: { readonly name: string; readonly commit: string },
	io: Io
): Promise<void> {
	const { warnings } = await callerOf(requestOf(archive, 'local')).software.version({ name, commit });
	for (const warning of warnings) io.note(`${name}: ${warning}`);
}

/** `1 new commit`, `12 new commits` */
export function newCommits({ commits }: { readonly commits: number }): string {
	return `${commits.toLocaleString('en')} new ${commits === 1 ? 'commit' : 'commits'}`;
}
