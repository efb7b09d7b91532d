import { LookbackError } from '#lib/errors.ts';
import type { Transaction } from '#lib/db/client.server.ts';

const code = 'archive/told-meanwhile';

/**
 * Under the ledger's lock: refuses staged measurements of objects of which another writer has recorded some since they
 * were compared with what is on record up to batch `compared`, because they may restate those.
 */
export async function refuseToldMeanwhile(
	tx: Transaction,
	compared: bigint,
	own: readonly bigint[]
): Promise<void> {
	const ownSince = own.filter((batch) => batch > compared);
	const others = await tx<{ batch: bigint }[]>`
		select batch from batch where batch > ${compared} and not batch = any(${ownSince.map(String)}::bigint[])`;
	if (others.length === 0) return;
	const [told] = await tx<{ object_id: string }[]>`
		select p.object_id
		from photometry p join incoming_photometry i on i.hpx = p.hpx and i.object_id = p.object_id
		where p.batch = any(${others.map((row) => String(row.batch))}::bigint[])
		limit 1`;
	if (told) {
		throw new LookbackError(
			'conflict',
			code,
			`Another writer has just told of object ${told.object_id}; the batch must be compared again.`,
			{ objectId: told.object_id }
		);
	}
}

export function isToldMeanwhile(error: unknown): boolean {
	return error instanceof LookbackError && error.code === code;
}
