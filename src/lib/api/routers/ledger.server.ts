import { z } from 'zod';
import { assertAdministrator } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import {
	countByCollection,
	countByTime,
	countReasons,
	listBatches,
	listQuarantine,
	listSources,
	readBatch,
	readPacket,
	refusalsOf,
	subjectsOfBatch,
	type LedgerBatch
} from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { long } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const batchesInput = z.strictObject({ ...basisFields, ...pageFields });
export const batchInput = z.strictObject({
	number: long('Number of the batch.'),
	...basisFields,
	...pageFields
});
export const sourcesInput = z.strictObject(basisFields);
const packetField = long('Number of the packet.');
export const originalInput = z.strictObject({ packet: packetField, ...basisFields });
export const refusedPacketInput = z.strictObject({ packet: packetField, ...basisFields, ...pageFields });
export const refusedInput = z.strictObject({ ...basisFields, ...pageFields });

/** Refusals of which the reasons are counted, the newest. */
const mostReasons = 2000;
/** How much of a packet its page shows. */
const shownBytes = 4096;

const batchCursor = z.object({ before: place.long });
const subjectCursor = z.object({ facts: place.int, subject: place.text });
const refusalCursor = z.object({ record: place.int, batch: place.long, fact: place.int });
const refusedCursor = z.object({ batch: place.long, fact: place.int });

export const batchesRouter = router({
	/** Batches of the ledger, the newest first. */
	list: procedure.input(batchesInput).query(async ({ ctx, input }) => {
		const { database, basis, viewer } = await ctx.question(basisRequest(input));
		const before = decodeCursor(input.cursor, batchCursor)?.before ?? basis.batch + 1n;
		const found = await listBatches(database, input.limit + 1, before);
		const isTold = viewer.isAdministrator && input.as_seen_by === undefined;
		const batches = found.slice(0, input.limit).map((batch) => shown(batch, isTold));
		const last = found.length > batches.length ? batches.at(-1)! : null;
		const next_cursor = encodeCursor(last && { before: last.batch });
		return { basis: formatBasis(basis), batches, next_cursor };
	}),

	/** One batch, with the number of facts it recorded by relation, and what it tells of, the most first. */
	read: procedure.input(batchInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { database, basis, viewer } = question;
		if (input.number > basis.batch)
			throw new LookbackError(
				'not-found',
				'archive/unknown-batch',
				`There is no batch ${input.number} at ${formatBasis(basis)}.`,
				{ batch: String(input.number), basis: formatBasis(basis) }
			);
		const isTold = viewer.isAdministrator && input.as_seen_by === undefined;
		const after = decodeCursor(input.cursor, subjectCursor);
		const [{ recorded, agrees, ...batch }, found] = await Promise.all([
			readBatch(database, input.number),
			subjectsOfBatch(question, input.number, { after, limit: input.limit + 1 })
		]);
		const subjects = found.slice(0, input.limit);
		const last = found.length > subjects.length ? subjects.at(-1)! : null;
		return {
			basis: formatBasis(basis),
			batch: shown(batch, isTold),
			recorded: isTold ? recorded : {},
			agrees,
			subjects,
			next_cursor: encodeCursor(last && { facts: last.facts, subject: last.subject })
		};
	})
});

export const sourcesRouter = router({
	/** What came from where, by source and format, by collection and by time, and why what was refused was. */
	list: procedure.input(sourcesInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const [sources, collections, received, reasons] = await Promise.all([
			listSources(question),
			countByCollection(question),
			countByTime(question),
			countReasons(question, mostReasons)
		]);
		const { unit: received_by, counts } = received;
		return {
			basis: formatBasis(question.basis),
			sources,
			collections,
			received_by,
			received: counts,
			reasons
		};
	}),

	/** A packet of which something was refused, with its reasons and how it begins; for administrators of the archive. */
	packet: procedure.input(refusedPacketInput).query(async ({ ctx, input }) => {
		assertAdministrator(await ctx.viewer());
		const question = await ctx.question(basisRequest(input));
		const after = decodeCursor(input.cursor, refusalCursor);
		const found = await refusalsOf(question, input.packet, input.limit + 1, after);
		if (found.length === 0 && !after) throw notRefused(input.packet);
		const refusals = found.slice(0, input.limit);
		const last = found.length > refusals.length ? refusals.at(-1)! : null;
		const { format, name, sha256, bytes } = await readPacket(question, ctx.archive.store, input.packet);
		return {
			basis: formatBasis(question.basis),
			refusals,
			next_cursor: encodeCursor(last && { record: last.record ?? -1, batch: last.batch, fact: last.fact }),
			format,
			name,
			sha256: Buffer.from(sha256).toString('hex'),
			bytes: bytes.length,
			beginning: bytes.subarray(0, shownBytes).toString('base64')
		};
	}),

	/** Packets and records that were refused, with reasons, the newest first. */
	refused: procedure.input(refusedInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const found = await listQuarantine(question, input.limit + 1, decodeCursor(input.cursor, refusedCursor));
		const refused = found.slice(0, input.limit);
		const last = found.length > refused.length ? refused.at(-1)! : null;
		const next_cursor = encodeCursor(last && { batch: last.batch, fact: last.fact });
		return { basis: formatBasis(question.basis), refused, next_cursor };
	})
});

function notRefused(packet: bigint): LookbackError {
	return new LookbackError('not-found', 'archive/not-refused', `Nothing of a packet ${packet} was refused.`, {
		packet: String(packet)
	});
}

/**
 * A batch with its digests in hexadecimal. Who wrote it, what they say and how much it holds tell of rows that not
 * everyone may see: administrators alone read them, and not where they look through others' eyes.
 */
type Nulls<T> = { [K in keyof T]: null };

function shown(batch: LedgerBatch, isTold: boolean) {
	const { actor, note, segment, segment_bytes, segment_frame_sha256, facts, ...open } = withHexDigests(batch);
	const closed = { actor, note, segment, segment_bytes, segment_frame_sha256, facts };
	const withheld = Object.fromEntries(Object.keys(closed).map((name) => [name, null])) as Nulls<
		typeof closed
	>;
	return { ...open, ...(isTold ? closed : withheld) };
}

function withHexDigests(batch: LedgerBatch) {
	const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
	const { segment_frame_sha256, previous, digest } = batch;
	return {
		...batch,
		segment_frame_sha256: segment_frame_sha256 && hex(segment_frame_sha256),
		previous: hex(previous),
		digest: hex(digest)
	};
}
