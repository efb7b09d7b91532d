import { sightOf } from '#lib/access/viewer.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Basis } from '../basis.ts';
import type { Question } from './question.ts';

/** What an audience could see at a basis, as far as the viewer may see it now: all that is computed for it reads this. */
export async function questionFor(
	database: Database,
	viewer: Viewer,
	audience: string,
	{ knownAt, batch }: Basis
): Promise<Question> {
	const basis = { knownAt, batch, pinned: true, isNow: false };
	return { database, basis, viewer: await sightOf(database, viewer, audience, basis) };
}
