import type { StatementFact } from '#lib/archive/facts.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { brokerPacket, nothingSaid, repeatsPhotometry, type BrokerReply, type ReplyReader } from './reply.ts';
import { objectSubject, say } from './statements.ts';

const format = 'antares-json';

/**
 * Replies of the ANTARES API (https://api.antares.noirlab.edu/v1, JSON:API), and loci as its client hands them out.
 * A locus is ANTARES' own association; it is told of the survey's object.
 */
export const antaresReaders: readonly ReplyReader[] = [
	{
		format,
		test: (reply) => lociOf(reply).length > 0,
		*read(reply) {
			for (const locus of lociOf(reply)) {
				const statements = locusStatements(locus);
				yield statements.length > 0
					? brokerPacket('antares', format, reply.saidAt, statements)
					: nothingSaid(`the ANTARES locus '${locus.id}', which names no object of a survey`);
			}
		}
	},
	{
		format,
		test: ({ body }) => resourcesOf(body).some(({ type }) => type === 'alert'),
		*read() {
			yield repeatsPhotometry('ANTARES');
		}
	}
];

interface Locus {
	readonly id: string;
	readonly attributes: JsonObject;
}

function resourcesOf(body: Json): readonly JsonObject[] {
	const data = isJsonObject(body) ? body.data : null;
	return [data ?? null].flat().filter(isJsonObject);
}

function lociOf({ body }: BrokerReply): Locus[] {
	if (isJsonObject(body) && typeof body.locus_id === 'string')
		return [{ id: body.locus_id, attributes: body }];
	return resourcesOf(body)
		.filter(({ type }) => type === 'locus' || type === 'locus_listing')
		.map(({ id, attributes }) => ({
			id: String(id),
			attributes: isJsonObject(attributes) ? attributes : {}
		}));
}

function locusStatements({ id, attributes }: Locus): StatementFact[] {
	return subjectsOf(attributes).flatMap((subject) => {
		const voice = { subject, agent: 'antares', software: null };
		return [
			...say(voice, 'identity', `objects/antares/${id}`, { qualifier: id }),
			...textsOf(attributes.tags).flatMap((tag) => say(voice, 'tag', tag, { qualifier: tag })),
			...textsOf(attributes.catalogs).flatMap((catalogue) =>
				say(voice, 'crossmatch', catalogue, { qualifier: catalogue })
			)
		];
	});
}

function subjectsOf({ properties }: JsonObject): string[] {
	if (!isJsonObject(properties)) return [];
	const survey = isJsonObject(properties.survey) ? properties.survey : {};
	const ztf = isJsonObject(survey.ztf) ? survey.ztf.id : null;
	const lsst = isJsonObject(survey.lsst) ? survey.lsst.dia_object_id : null;
	const ids = [properties.ztf_object_id, ztf, lsst].flat().filter((id) => id !== null && id !== undefined);
	const subjects = ids.map((id) => objectSubject(id)).filter((subject) => subject !== null);
	return [...new Set(subjects)];
}

function textsOf(value: Json | undefined): string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
