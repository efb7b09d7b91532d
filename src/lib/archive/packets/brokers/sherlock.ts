import type { StatementFact } from '#lib/archive/facts.ts';
import { isJsonObject, type Json } from '../json.ts';
import { say } from './statements.ts';

/** What Sherlock, Lasair's contextual classifier, says of a transient from the catalogues around it. */
export function sherlockStatements(subject: string, match: Json | undefined): StatementFact[] {
	if (!isJsonObject(match)) return [];
	const voice = { subject, agent: 'lasair/sherlock', software: versionOf(match.annotator) };
	const catalogue = match.catalogue_table_name;
	return [
		...say(voice, 'class', match.classification, { detail: { description: match.description ?? null } }),
		...say(voice, 'crossmatch', catalogue === undefined ? null : match.catalogue_object_id, {
			qualifier: String(catalogue),
			detail: {
				type: match.catalogue_object_type ?? null,
				raDeg: match.raDeg ?? null,
				decDeg: match.decDeg ?? null,
				separationArcsec: match.separationArcsec ?? null
			}
		}),
		// 0 stands for a redshift that the catalogue does not have.
		...say(voice, 'redshift', match.z === 0 ? null : match.z, { qualifier: 'host' })
	];
}

/** Sherlock signs with the address of its release, `.../releases/tag/v2.2.0`. */
function versionOf(annotator: Json | undefined): string | null {
	if (typeof annotator !== 'string') return null;
	return /\/tag\/([^/]+)$/.exec(annotator)?.[1] ?? annotator;
}
