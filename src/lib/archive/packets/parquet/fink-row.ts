import { parseInstant } from '#lib/sky/parse-instant.ts';
import { record, records, text, type AvroRecord } from '../avro/fields.ts';

/** When Fink was done with an alert, and began: text in its tables, microseconds in its packets. */
const timeColumns = ['brokerEndProcessTimestamp', 'brokerStartProcessTimestamp', 'brokerIngestTimestamp'];

/** An alert of Fink's tables as its packets have it. */
export interface FinkAlert {
	readonly packet: AvroRecord;
	/** How many rows its history has in the table. */
	readonly historyRows: number;
	/** How many of them are not in `packet`, since their `candid`, which is their identity, is lost. */
	readonly lostRows: number;
}

/**
 * Makes an alert of a row of Fink's tables.
 *
 * Tables that went through pandas hold the `candid` of history rows as a double, exact to some hundreds only. A candid
 * ends in the three digits of `tblid` (so in all of 12,745 positive ones in real packets), which brings it back
 * exactly; where it does not, the candid is lost.
 */
export function finkAlert(row: AvroRecord): FinkAlert {
	const packet: Record<string, unknown> = { ...row };
	for (const column of timeColumns) {
		const time = text(row[column]);
		if (time !== null) packet[column] = BigInt(parseInstant(time));
	}
	const told = record(row.candidate) ? records(row.prv_candidates) : [];
	const history = told.flatMap((one) => {
		const candid = exactCandid(one.candid, one.tblid);
		return candid === 'lost' ? [] : [{ ...one, candid }];
	});
	if (told.length > 0) packet.prv_candidates = history;
	return { packet, historyRows: told.length, lostRows: told.length - history.length };
}

/** The candid that a double stands for: the one number it may be that ends in `tblid`. */
export function exactCandid(candid: unknown, tblid: unknown): bigint | null | 'lost' {
	if (candid === null || candid === undefined) return null;
	if (typeof candid === 'bigint') return candid;
	if (typeof candid !== 'number' || !Number.isInteger(candid)) return 'lost';
	if (Number.isSafeInteger(candid)) return BigInt(candid);
	if (typeof tblid !== 'number' || !(tblid >= 0 && tblid < 1000)) return 'lost';
	const below = BigInt(candid) - modulo(BigInt(candid) - BigInt(tblid), 1000n);
	const matching = [below, below + 1000n].filter((exact) => Number(exact) === candid);
	return matching.length === 1 ? matching[0]! : 'lost';
}

function modulo(a: bigint, n: bigint): bigint {
	return ((a % n) + n) % n;
}
