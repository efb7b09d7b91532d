import type { visible } from './as-of.server.ts';

/**
 * Everything visible that was told about something, as SQL: `known_at`, `collection` and what it says. In a box, since
 * a fragment that is awaited bare runs as a query of its own.
 */
export interface Tellings {
	readonly source: ReturnType<typeof visible>;
}
