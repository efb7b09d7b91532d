import { z } from 'zod';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { assertAdministrator } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

/** The log lies beside the ledger: of a basis, its moment counts. */
export const auditInput = z.strictObject({
	person: text('Only what concerns this person.', 100).optional(),
	known: basisFields.known,
	basis: basisFields.basis,
	...pageFields
});

const cursor = z.object({ before: place.long });

export const auditRouter = router({
	/** The audit log until a moment, the newest entry first; for administrators of the archive. */
	list: procedure.input(auditInput).query(async ({ ctx, input }) => {
		assertAdministrator(await ctx.viewer());
		const { database, basis } = await ctx.question({ known: input.known, basis: input.basis });
		const found = await listAudit(database, {
			before: decodeCursor(input.cursor, cursor)?.before ?? newestOfAll,
			until: basis.knownAt,
			person: input.person ?? null,
			limit: input.limit + 1
		});
		const entries = found.slice(0, input.limit);
		const last = found.length > entries.length ? entries.at(-1)! : null;
		const next_cursor = encodeCursor(last && { before: last.entry });
		return { basis: formatBasis(basis), entries, next_cursor };
	})
});
