import { CsvError, parse } from 'csv-parse/sync';
import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Decoder } from '../decoder.ts';
import { spelled } from '../gcn/event-names.ts';
import { gcnCollection, noticePacket } from '../gcn/notice-packet.ts';

const observed = 'Observed area (corrected for chip gaps)';
const rejection = 'Rejection reason';

/** Whether the bytes are one of the two overview tables of ZTF's neutrino follow-up (github.com/desy-multimessenger/nuztf). */
export function looksLikeNuztfOverview(bytes: Uint8Array): boolean {
	const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 400)).toString();
	const [header = ''] = start.split(/\r?\n/);
	return /^Event,Class,RA,RA Unc/.test(header) && (header.includes(observed) || header.includes(rejection));
}

/**
 * Reads an overview table: for each IceCube alert, that ZTF observed it (with the area in square degrees) or why it
 * did not. The tables carry no date, so this is known from when they were received.
 */
export const decodeNuztfOverview: Decoder = function* (
	bytes,
	context
): Generator<PacketFacts | LookbackError> {
	const rows = rowsOf(bytes, context.name);
	for (const [index, row] of rows.entries()) {
		const statement = statementOf(row);
		yield statement === null
			? new LookbackError(
					'incorrect',
					'nuztf/bad-row',
					`Row ${index + 1} of ${context.name} has event "${row['Event']}", and an IceCube name such as IC190503A is wanted.`,
					{ row: index + 1 }
				)
			: noticePacket({
					source: 'nuztf',
					format: 'nuztf-csv',
					schemaVersion: null,
					statedAt: null,
					role: 'observation',
					statements: [statement]
				});
	}
};

function rowsOf(bytes: Uint8Array, name: string): Record<string, string>[] {
	const options = { columns: true, bom: true, trim: true, skip_empty_lines: true } as const;
	try {
		return parse<Record<string, string>>(Buffer.from(bytes), options);
	} catch (cause) {
		if (!(cause instanceof CsvError)) throw cause;
		const message = `The table ${name} is no sound CSV: ${cause.message}.`;
		throw new LookbackError('incorrect', 'nuztf/bad-csv', message, { name }, { cause });
	}
}

function statementOf(row: Readonly<Record<string, string>>): StatementFact | null {
	const event = spelled(row['Event'] ?? '');
	if (!event.startsWith('IceCube-')) return null;
	const area = row[observed] === undefined || row[observed] === '' ? null : Number(row[observed]);
	return {
		collection: gcnCollection,
		subject: `events/${event}`,
		property: 'followup',
		qualifier: 'ztf',
		agent: 'nuztf',
		software: null,
		valueText: row[rejection] === undefined ? 'observed' : `rejected: ${row[rejection]}`,
		valueNumber: area,
		unit: area === null ? null : 'deg2',
		detail: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
	};
}
