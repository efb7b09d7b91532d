import type { StatementFact } from '#lib/archive/facts.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { brokerPacket, nothingSaid, repeatsPhotometry, type BrokerReply, type ReplyReader } from './reply.ts';
import { objectSubject, say } from './statements.ts';

const format = 'alerce-json';

/**
 * Replies of the ALeRCE API (https://api.alerce.online/ztf/v1 and https://api-lsst.alerce.online): objects, their
 * class probabilities and their detections.
 */
export const alerceReaders: readonly ReplyReader[] = [
	{
		format,
		test: ({ body }) => isJsonObject(body) && 'oid' in body && 'meanra' in body,
		*read({ body, saidAt }) {
			const statements = isJsonObject(body) ? objectStatements(body) : [];
			yield statements.length > 0
				? brokerPacket('alerce', format, saidAt, statements)
				: nothingSaid('an ALeRCE object without classification');
		}
	},
	{
		format,
		test: ({ body }) => hasAll(body, ['classifier_name', 'class_name', 'probability']),
		*read(reply) {
			const statements = rowsOf(reply).flatMap((row) => probabilityStatements(row, objectOf(reply, row)));
			yield statements.length > 0
				? brokerPacket('alerce', format, reply.saidAt, statements)
				: nothingSaid('a list of class probabilities that does not say of which object');
		}
	},
	{
		format,
		test: ({ body }) =>
			hasAll(body, ['mjd', 'candid', 'tid']) || hasAll(body, ['mjd', 'measurement_id', 'oid']),
		*read() {
			yield repeatsPhotometry('ALeRCE');
		}
	}
];

function rowsOf({ body }: BrokerReply): readonly JsonObject[] {
	return Array.isArray(body) ? body.filter(isJsonObject) : [];
}

function hasAll(body: BrokerReply['body'], keys: readonly string[]): boolean {
	const first: unknown = Array.isArray(body) ? body[0] : null;
	return typeof first === 'object' && first !== null && keys.every((key) => key in first);
}

function objectStatements(object: JsonObject): StatementFact[] {
	const subject = objectSubject(object.oid);
	if (subject === null) return [];
	const voice = {
		subject,
		agent: 'alerce',
		software: typeof object.step_id_corr === 'string' ? object.step_id_corr : null
	};
	return [
		...say(voice, 'flag', object.stellar, { qualifier: 'stellar' }),
		...say(voice, 'flag', object.corrected, { qualifier: 'corrected' })
	];
}

/** The address names the object where the rows do not: `.../objects/ZTF18abc/probabilities`. */
function objectOf({ uri }: BrokerReply, row: JsonObject): string | null {
	return objectSubject(row.oid ?? /\/objects\/(\w+)/.exec(uri ?? '')?.[1] ?? null);
}

function probabilityStatements(row: JsonObject, subject: string | null): StatementFact[] {
	if (subject === null) return [];
	const voice = {
		subject,
		agent: `alerce/${String(row.classifier_name)}`,
		software: typeof row.classifier_version === 'string' ? row.classifier_version : null
	};
	const best = row.ranking === 1 ? say(voice, 'class', row.class_name) : [];
	return [...best, ...say(voice, 'probability', row.probability, { qualifier: String(row.class_name) })];
}
