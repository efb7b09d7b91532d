import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import { footprintsOf } from '../facilities/footprints.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { looksOf } from './looks.ts';
import type { Pointing } from './read.server.ts';

/** A pointing, and what it covers. */
export interface CoveringPointing {
	readonly pointing: Pointing;
	readonly fieldOfView: FieldOfView;
}

/**
 * What covered an event's sky, by its beginning: pointings known at the basis, in one of some bands (null: any), that were executed
 * for the event, or for none within a month after it. A look that is told twice is one; those of instruments that the archive knows
 * no field of are left out.
 */
export async function pointingsCovering(
	question: Question,
	event: string,
	since: Instant | null,
	bands: readonly (string | null)[]
): Promise<CoveringPointing[]> {
	const { sql } = question.database;
	const anyBand = bands.includes(null);
	const pointings = await sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where p.is_executed and (p.event = ${event} or (p.event is null and ${since !== null}
				and p.from_at >= ${since}::timestamptz and p.from_at < ${since}::timestamptz + interval '30 days'))
			and (${anyBand} or p.band = any(${bands.filter((one) => one !== null)}::text[]))
		order by p.from_at, p.facility, p.pointing`;
	const footprints = footprintsOf((await listFacilities(question)).map(({ facility }) => facility));
	return looksOf(pointings).flatMap((pointing) => {
		const { facility, instrument, ra_deg: raDeg, dec_deg: decDeg } = pointing;
		const footprint = footprints.get(`${facility}/${instrument}`);
		if (!footprint) return [];
		const positionAngleDeg = pointing.position_angle_deg;
		return [{ pointing, fieldOfView: new FieldOfView(footprint, { raDeg, decDeg, positionAngleDeg }) }];
	});
}

/** What `pointingsCovering` covered, field by field. */
export async function fieldsExecuted(...about: Parameters<typeof pointingsCovering>): Promise<FieldOfView[]> {
	return (await pointingsCovering(...about)).map(({ fieldOfView }) => fieldOfView);
}
