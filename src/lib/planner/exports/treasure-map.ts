import { formatInstant } from '#lib/sky/time.ts';
import {
	isOff,
	leftOutSentence,
	whereOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';

/**
 * Pointings as they are posted to the Gravitational Wave Treasure Map, one list for each event. Treasure Map numbers instruments
 * itself: whoever posts them puts its number into `instrumentid`; `observation_id`, `instrument_name`, `facility_name` and
 * `exposure_time` are ours, and it looks over them.
 */
export function treasureMapOf(
	observations: readonly Observation[],
	facilities: Facilities
): Exported<object[]> {
	const told = observations.filter(({ event, place }) => event !== null && place !== null);
	const hidden = observations.filter(({ place }) => place === null).length;
	const events = Map.groupBy(told, ({ event }) => event!);
	return {
		content: [...events].map(([graceid, ones]) => ({
			graceid,
			pointings: ones.map((one) => pointingOf(one, facilities))
		})),
		leftOut: [
			...leftOutSentence(hidden, 'where they look is hidden'),
			...leftOutSentence(
				observations.length - told.length - hidden,
				'they are for no event, and Treasure Map takes pointings for events'
			)
		]
	};
}

function pointingOf(observation: Observation, facilities: Facilities): object {
	const { id, place, state, from, to, positionAngleDeg, band, depthMag, exposureSec, exposures } =
		observation;
	const { facility } = whereOf(observation, facilities);
	const seconds = exposureSec === null ? (to - from) / 1e6 : exposureSec * (exposures ?? 1);
	return {
		observation_id: id,
		position: `POINT (${place!.raDeg} ${place!.decDeg})`,
		ra: place!.raDeg,
		dec: place!.decDeg,
		instrumentid: null,
		instrument_name: observation.instrument,
		facility_name: facility?.name ?? observation.facility,
		// the time zone goes unsaid there, and is UTC
		time: formatInstant(from).replace(/Z$/, ''),
		exposure_time: seconds,
		status: isOff(observation) ? 'cancelled' : state === 'executed' ? 'completed' : 'planned',
		band,
		pos_angle: positionAngleDeg,
		depth: depthMag,
		depth_unit: depthMag === null ? null : 'ab_mag'
	};
}
