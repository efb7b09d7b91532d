import type { Database } from '#lib/db/client.server.ts';
import type { ResolvedBasis } from '#lib/archive/basis.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';

/** Where, as of when and by whom: what every read of the archive begins with. */
export interface Question {
	readonly database: Database;
	readonly basis: ResolvedBasis;
	readonly viewer: Viewer;
}
