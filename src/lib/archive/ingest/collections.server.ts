import { ownerByName } from '#lib/access/policies.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { Row } from './rows.ts';

/**
 * The collections that have a policy. One that is met for the first time gets the policy its name says: public when
 * it ends in `.public`, else seen by its group alone.
 */
export class Collections {
	readonly #database: Database;
	readonly #known = new Set<string>();

	constructor(database: Database) {
		this.#database = database;
	}

	async load(): Promise<void> {
		const rows = await this.#database.sql<{ name: string }[]>`select distinct name from collection_policy`;
		for (const { name } of rows) this.#known.add(name);
	}

	/** Policies for those of `names` that have none yet. */
	introduce(names: readonly string[]): Row[] {
		const unknown = [...new Set(names)].filter((name) => !this.#known.has(name));
		return unknown.map((name) => {
			this.#known.add(name);
			const policy = name.endsWith('.public') ? 'public' : 'group';
			return {
				relation: 'collection_policy',
				row: {
					name,
					owner: ownerByName(name),
					policy,
					public_from: null,
					public_after_months: null,
					title: name,
					collection: name,
					// since ever: whatever its owner decides, and when, comes after it
					known_at: 0 as Instant,
					known_from: 'assumed',
					version: hash63(policy),
					packet: null
				}
			};
		});
	}
}
