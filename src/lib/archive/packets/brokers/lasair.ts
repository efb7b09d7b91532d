import type { StatementFact } from '#lib/archive/facts.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { sherlockStatements } from './sherlock.ts';
import { brokerPacket, nothingSaid, type BrokerReply, type ReplyReader } from './reply.ts';
import { objectSubject, say } from './statements.ts';

const format = 'lasair-json';

/** Replies of the Lasair API (https://lasair-ztf.lsst.ac.uk/api): objects, annotations and cone searches. */
export const lasairReaders: readonly ReplyReader[] = [
	{
		format,
		test: (reply) => rowsOf(reply).some((row) => 'objectId' in row && 'objectData' in row),
		read: (reply) => told(reply, objectStatements)
	},
	{
		format,
		test: (reply) =>
			rowsOf(reply).some((row) => 'objectId' in row && 'topic' in row && 'classification' in row),
		read: (reply) => told(reply, annotationStatements)
	},
	{
		format,
		test: (reply) => rowsOf(reply).some((row) => 'object' in row && 'separation' in row),
		*read() {
			yield nothingSaid('a cone search of Lasair, which lists objects and says nothing about them');
		}
	}
];

/** What Sherlock and TNS say about a ZTF alert that Lasair hands on with its annotations. */
export function annotatedStatements(alert: JsonObject): StatementFact[] {
	const { annotations } = alert;
	const sherlock = isJsonObject(annotations) ? [annotations.sherlock ?? null].flat() : [];
	const subject = objectSubject(alert.objectId);
	return subject === null ? [] : sherlock.flatMap((match) => sherlockStatements(subject, match));
}

function rowsOf({ body }: BrokerReply): readonly JsonObject[] {
	return [body].flat().filter((row) => isJsonObject(row));
}

function* told(reply: BrokerReply, statements: (row: JsonObject) => StatementFact[]) {
	for (const row of rowsOf(reply)) {
		const said = statements(row);
		yield said.length > 0
			? brokerPacket('lasair', format, reply.saidAt, said)
			: nothingSaid(`what Lasair has of '${String(row.objectId)}', which names no object of a survey`);
	}
}

function objectStatements(object: JsonObject): StatementFact[] {
	const subject = objectSubject(object.objectId);
	if (subject === null) return [];
	return [...sherlockStatements(subject, object.sherlock), ...tnsStatements(subject, object.TNS)];
}

/** Lasair's match with TNS; what TNS itself says of its object is left to TNS. */
function tnsStatements(subject: string, match: Json | undefined): StatementFact[] {
	if (!isJsonObject(match) || typeof match.tns_name !== 'string') return [];
	const voice = { subject, agent: 'lasair', software: null };
	return say(voice, 'identity', `objects/tns/${match.tns_name}`, {
		qualifier: match.tns_name,
		detail: { separationArcsec: match.arcsec ?? null }
	});
}

/** An annotation belongs to its topic, which is an annotator's own; a later one takes its place. */
function annotationStatements(annotation: JsonObject): StatementFact[] {
	const subject = objectSubject(annotation.objectId);
	if (subject === null) return [];
	const { topic, version, classification, explanation = null, classdict = null, url = null } = annotation;
	const voice = {
		subject,
		agent: `lasair/${String(topic)}`,
		software: typeof version === 'string' ? version : null
	};
	return say(voice, 'class', classification, { detail: { explanation, classdict, url } });
}
