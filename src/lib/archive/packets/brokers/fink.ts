import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { finite, integer64, text } from '../avro/fields.ts';
import { finkStatements } from '../avro/fink.ts';
import type { PacketContext } from '../decoder.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { isZtfAlert, ztfFacts } from '../ztf/facts.ts';
import type { BrokerReply, ReplyReader } from './reply.ts';

const format = 'fink-json';

/**
 * Replies of Fink's ZTF API (https://api.ztf.fink-portal.org/api/v1/objects): a row an alert, with the columns of
 * ZTF's candidate as `i:`, what Fink adds as `d:` and what it derives on request as `v:`.
 * What Fink says is taken from an object's newest alert: rows have no times of Fink's to tell them apart by.
 */
export const finkReaders: readonly ReplyReader[] = [
	{
		format,
		test: (reply) => rowsOf(reply).some((row) => 'i:objectId' in row && 'i:jd' in row),
		*read(reply, context) {
			const rows = rowsOf(reply);
			for (const row of rows) {
				const isNewest = !rows.some((other) => sameObject(other, row) && jd(other) > jd(row));
				yield rowFacts(row, isNewest, reply, context);
			}
		}
	}
];

function rowsOf({ body }: BrokerReply): readonly JsonObject[] {
	return Array.isArray(body) ? body.filter(isJsonObject) : [];
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
	return a['i:objectId'] === b['i:objectId'];
}

function jd(row: JsonObject): number {
	return finite(row['i:jd']) ?? 0;
}

function rowFacts(
	row: JsonObject,
	isNewest: boolean,
	reply: BrokerReply,
	context: PacketContext
): PacketFacts | LookbackError {
	const candidate = columns(row, 'i:');
	const alert = {
		objectId: candidate.objectId,
		candid: integer64(candidate.candid),
		schemavsn: candidate.schemavsn,
		candidate
	};
	if (!isZtfAlert(alert))
		return new LookbackError(
			'incorrect',
			'brokers/bad-reply',
			`The row of Fink about ${String(candidate.objectId)} lacks columns of a ZTF candidate: jd, fid, pid, programid, isdiffpos and magpsf are wanted.`,
			{ objectId: candidate.objectId }
		);
	try {
		const facts = ztfFacts(alert, context);
		return {
			...facts,
			source: 'fink',
			format,
			statedAt: reply.saidAt,
			statements: isNewest ? statementsOf(row, candidate, facts) : []
		};
	} catch (error) {
		if (error instanceof LookbackError) return error;
		throw error;
	}
}

function statementsOf(row: JsonObject, candidate: JsonObject, facts: PacketFacts) {
	const said = {
		...columns(row, 'd:'),
		finkclass: text(row['v:classification']),
		fink_broker_version: candidate.fink_broker_version,
		fink_science_version: candidate.fink_science_version
	};
	return facts.alerts.flatMap(({ objectId, collection }) =>
		finkStatements(said, `objects/ztf/${objectId}`, collection)
	);
}

/** The columns of one prefix, without it. */
function columns(row: JsonObject, prefix: string): JsonObject {
	return Object.fromEntries(
		Object.entries(row).flatMap(([name, value]) =>
			name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []
		)
	);
}
