import fs from 'node:fs';
import git from 'isomorphic-git';
import type { SoftwareStore } from './repository.server.ts';
import type { RefState } from './state.server.ts';

/** Sets the repository's own branches and tags of an analysis to what the facts say. */
export async function mendRefs(
	{ gitdir }: SoftwareStore,
	name: string,
	states: readonly RefState[]
): Promise<void> {
	const at = (state: RefState) => ({ path: gitRef(name, state.ref), commit: state.commit });
	const refs = states
		.map(at)
		.filter((one): one is { path: string; commit: string | null } => one.path !== null);
	// those taken away go first: a branch `a/b` may come where `a` was
	for (const { path } of refs.filter(({ commit }) => commit === null))
		await git.deleteRef({ fs, gitdir, ref: path });
	for (const { path, commit } of refs) if (commit !== null) await write(gitdir, path, commit);
}

/** Two that a source had at different times may need one path as a file and as a folder: the later one is left out. */
async function write(gitdir: string, ref: string, value: string): Promise<void> {
	try {
		await git.writeRef({ fs, gitdir, ref, value, force: true });
	} catch (error) {
		if (!['EISDIR', 'ENOTDIR', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
	}
}

/** `branch/main` of `rising` is `refs/heads/rising/main` to git; deployments are facts alone. */
function gitRef(name: string, ref: string): string | null {
	const [kind, ...rest] = ref.split('/');
	if (kind === 'branch') return `refs/heads/${name}/${rest.join('/')}`;
	if (kind === 'tag') return `refs/tags/${name}/${rest.join('/')}`;
	return null;
}
