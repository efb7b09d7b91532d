import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Facility } from './facility.ts';

/** A facility as it was known, with what its telling says. */
export interface KnownFacility extends Omit<
	InferSelectModel<typeof schema.facility>,
	'facility' | 'document'
> {
	readonly facility: Facility;
}

/** Facilities as known at a basis, by name. */
export async function listFacilities(question: Question): Promise<KnownFacility[]> {
	const rows = await question.database.sql<(KnownFacility & { readonly document: Facility })[]>`
		select f.* from ${asOf(question, 'facility')} f order by f.facility`;
	return rows.map(known);
}

/** One facility. @throws LookbackError `planner/unknown-facility`. */
export async function readFacility(question: Question, name: string): Promise<KnownFacility> {
	const [row] = await question.database.sql<(KnownFacility & { readonly document: Facility })[]>`
		select f.* from ${asOf(question, 'facility')} f where f.facility = ${name}`;
	if (row) return known(row);
	const basis = formatBasis(question.basis);
	throw new LookbackError(
		'not-found',
		'planner/unknown-facility',
		`No facility ${name.slice(0, 100)} is known at ${basis}.`,
		{ facility: name, basis }
	);
}

function known({ document, ...row }: KnownFacility & { readonly document: Facility }): KnownFacility {
	return { ...row, facility: document };
}
