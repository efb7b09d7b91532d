import { LookbackError } from '#lib/errors.ts';
import { openDatabase, type Database } from './client.server.ts';
import { copySignature } from './tuples.ts';

/** One row of a binary COPY stream: its first two fields (both `bigint`) and the bytes of the others. */
export interface BinaryRow {
	readonly first: bigint;
	readonly second: bigint;
	/** The row without its first two fields, its field count adjusted: the canonical form the ledger digests. */
	readonly tuple: Buffer;
}

/**
 * Rows of `select <bigint>, <bigint>, ...`, by binary COPY, one after the other.
 * On a connection of its own: postgres.js leaves the socket paused behind a copy whose reader was slower than the
 * server, and whatever comes next on it would wait for ever.
 */
export async function* binaryRows(database: Database, query: string): AsyncGenerator<BinaryRow> {
	const { sql } = openDatabase(database.url, { max: 1 });
	try {
		yield* rowsIn(await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable());
	} finally {
		await sql.end({ timeout: 0 });
	}
}

async function* rowsIn(stream: AsyncIterable<Buffer>): AsyncGenerator<BinaryRow> {
	let pending: Buffer = Buffer.alloc(0);
	let begun = false;
	let ended = false;
	// read to the stream's own end, behind the trailer: a copy that is left early blocks its connection
	for await (const chunk of stream) {
		if (ended) continue;
		pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
		let at = 0;
		if (!begun) {
			if (pending.length < headBytes) continue;
			at = headBytes;
			begun = true;
		}
		for (let end = endOfRow(pending, at); end !== null; end = endOfRow(pending, at)) {
			ended = end === at;
			if (ended) break;
			yield rowAt(pending, at, end);
			at = end;
		}
		pending = pending.subarray(at);
	}
	if (ended) return;
	throw new LookbackError(
		'unavailable',
		'db/copy-cut-short',
		'The database ended a copy of rows before its end.'
	);
}

const headBytes = copySignature.length + 8;
const endOfCopy = -1;

/** Where the row at `at` ends, `at` itself at the end of the copy, null when it has not all arrived. */
function endOfRow(bytes: Buffer, at: number): number | null {
	if (bytes.length < at + 2) return null;
	const fields = bytes.readInt16BE(at);
	if (fields === endOfCopy) return at;
	let end = at + 2;
	for (let field = 0; field < fields; field++) {
		if (bytes.length < end + 4) return null;
		end += 4 + Math.max(0, bytes.readInt32BE(end));
	}
	return end <= bytes.length ? end : null;
}

function rowAt(bytes: Buffer, at: number, end: number): BinaryRow {
	const tuple = Buffer.concat([Buffer.alloc(2), bytes.subarray(at + 26, end)]);
	tuple.writeInt16BE(bytes.readInt16BE(at) - 2);
	return { first: bytes.readBigInt64BE(at + 6), second: bytes.readBigInt64BE(at + 18), tuple };
}
