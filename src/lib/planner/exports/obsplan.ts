import type { BlockState } from '#lib/db/schema.ts';
import type { Row } from '#lib/table/column.ts';
import { mjdUtcOf } from '#lib/sky/time-scales.ts';
import { fieldOf, targetOf, whereOf, type Facilities, type Observation } from './observation.ts';

/** ObsLocTAP's word for each state; what was declined or withdrawn was planned once and is in no schedule. */
const status: Readonly<Record<BlockState | 'planned', string>> = {
	planned: 'Planned',
	proposed: 'Planned',
	accepted: 'Scheduled',
	executed: 'Performed',
	declined: 'Unscheduled',
	withdrawn: 'Unscheduled',
	failed: 'Aborted',
	aborted: 'Aborted'
};

/** Observations as rows of `obsplanColumns`. A redacted block says which facility is busy from when until when (section 3.2). */
export function obsplanRows(observations: readonly Observation[], facilities: Facilities): Row[] {
	return observations.map((observation) => {
		const { id, place, state, toldAt, from, to, exposureSec, exposures, isRedacted } = observation;
		const field = fieldOf(observation, facilities);
		const fovDeg = field ? 2 * field.boundingRadiusDeg : null;
		const total = exposureSec === null ? null : exposureSec * (exposures ?? 1);
		return {
			t_planning: mjdUtcOf(toldAt),
			target_name: targetOf(observation),
			obs_id: id,
			obs_collection: observation.campaign,
			s_ra: place?.raDeg ?? null,
			s_dec: place?.decDeg ?? null,
			s_fov: fovDeg,
			s_region: place && fovDeg !== null ? `CIRCLE ICRS ${place.raDeg} ${place.decDeg} ${fovDeg / 2}` : null,
			t_min: mjdUtcOf(from),
			t_max: mjdUtcOf(to),
			t_exptime: state === 'executed' ? total : null,
			facility_name: whereOf(observation, facilities).facility?.name ?? observation.facility,
			instrument_name: isRedacted ? null : observation.instrument,
			t_plan_exptime: total,
			category: 'Other',
			priority: state === 'accepted' || state === 'executed' ? 2 : 1,
			execution_status: status[state],
			band: observation.band,
			position_angle: observation.positionAngleDeg,
			depth_mag: observation.depthMag,
			event: isRedacted ? null : observation.event
		};
	});
}
