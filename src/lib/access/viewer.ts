import type { Rights } from './rights.ts';
import type { Role } from './roles.ts';

/** Who asks, as far as an answer depends on it. */
export interface Viewer extends Rights {
	/** The public; a person; or whoever holds the archive itself: its data folder, its own token or link. */
	readonly kind: 'public' | 'person' | 'archive';
	/** Name for the ledger and for people: `anonymous`, a person, or the label of the archive's own token. */
	readonly name: string;
	/** Roles by group, as of now. */
	readonly roles: ReadonlyMap<string, ReadonlySet<Role>>;
	/** Sees everything, the ledger's words too. */
	readonly isAdministrator: boolean;
	/** False where its token may only read. */
	readonly mayWrite: boolean;
}

/** Groups it belongs to now. */
export function groupsOf(viewer: Viewer): string[] {
	return [...viewer.roles.keys()].sort();
}
