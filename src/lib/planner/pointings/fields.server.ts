import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import { listFacilities } from '../facilities/read.server.ts';
import type { Pointing } from './read.server.ts';

/**
 * What was covered of an event's sky: the fields of view of pointings known at the basis, in one of some bands (null: any), that
 * were executed for the event, or for none within a month after it. Pointings of instruments that the archive knows no field of are none.
 */
export async function fieldsExecuted(
	question: Question,
	event: string,
	since: Instant | null,
	bands: readonly (string | null)[]
): Promise<FieldOfView[]> {
	const { sql } = question.database;
	const anyBand = bands.includes(null);
	const pointings = await sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where p.is_executed and (p.event = ${event} or (p.event is null and ${since !== null}
				and p.from_at >= ${since}::timestamptz and p.from_at < ${since}::timestamptz + interval '30 days'))
			and (${anyBand} or p.band = any(${bands.filter((one) => one !== null)}::text[]))
		order by p.from_at, p.facility, p.pointing`;
	const facilities = new Map(
		(await listFacilities(question)).map((one) => [one.facility.facility, one.facility])
	);
	return pointings.flatMap((one) => {
		const footprint = facilities
			.get(one.facility)
			?.telescopes.flatMap(({ instruments }) => instruments)
			.find(({ instrument }) => instrument === one.instrument)?.footprint;
		if (!footprint) return [];
		return [
			new FieldOfView(footprint, {
				raDeg: one.ra_deg,
				decDeg: one.dec_deg,
				positionAngleDeg: one.position_angle_deg
			})
		];
	});
}
