import { z } from 'zod';
import { listPeople } from '#lib/access/people-list.server.ts';
import { assertAdministrator } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

/** Accounts lie beside the ledger, and are told as they are now. */
export const peopleInput = z.strictObject({ name: text('Part of the name.', 100).optional(), ...pageFields });

const cursor = z.object({ after: place.text });

export const peopleRouter = router({
	/** People with an account, by name; for administrators of the archive. */
	list: procedure.input(peopleInput).query(async ({ ctx, input }) => {
		assertAdministrator(await ctx.viewer());
		const { database, basis } = await ctx.question({});
		const { name: part = null, limit } = input;
		const after = decodeCursor(input.cursor, cursor)?.after ?? null;
		const found = await listPeople(database, { after, part, limit: limit + 1 }, ctx.now);
		const people = found.slice(0, limit);
		const last = found.length > people.length ? people.at(-1)! : null;
		return {
			basis: formatBasis(basis),
			people,
			next_cursor: encodeCursor(last && { after: last.person })
		};
	})
});
