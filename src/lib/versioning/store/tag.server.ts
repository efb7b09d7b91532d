import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audienceOf } from '../audience.ts';
import { assertMayKeep } from './may-keep.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import { readSoftware } from './read-software.server.ts';
import { recordMovements, type Moved, type Writing } from './record-movements.server.ts';
import { assertRefName } from './ref-name.ts';
import { resolveCommit, type NamedCommit } from './resolve.server.ts';
import { refStates } from './state.server.ts';

/** Gives a commit a name that stays: a tag that is there moves only when forced. */
export async function tagCommit(
	archive: Writing,
	question: Question,
	{ version, tag, isForced }: { readonly version: string; readonly tag: string; readonly isForced: boolean },
	now: Instant
): Promise<Moved & NamedCommit> {
	assertRefName('tag', tag);
	const { name, commit } = await resolveCommit(question, version);
	const { home } = await readSoftware(question, { name, commit });
	assertMayKeep(question.viewer, audienceOf(home));
	const ref = `tag/${tag}`;
	const entry = { actor: question.viewer.name, kind: 'software', note: `${name}@${commit} is ${tag}` };
	const moved = await oneAtATime(archive.database, async () => {
		const there =
			(await refStates(archive.database, name)).find((state) => state.ref === ref)?.commit ?? null;
		if (there !== null && there !== commit && !isForced) throw tagTaken(name, tag, there);
		const movement = { ref, commit, audience: null, parameters: null, collection: home };
		return recordMovements(archive, entry, name, home, [movement], now);
	});
	return { ...moved, name, commit };
}

function tagTaken(name: string, tag: string, there: string): LookbackError {
	return new LookbackError(
		'conflict',
		'versioning/tag-taken',
		`The tag ${tag} of ${name} is at ${there.slice(0, 10)}; choose another name, or move it with --force.`,
		{ name, tag, commit: there }
	);
}
