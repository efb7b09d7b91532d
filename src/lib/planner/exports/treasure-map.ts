import { formatInstant, type Instant } from '#lib/sky/time.ts';
import {
	isOff,
	leftOutSentence,
	whereOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';

/** Bands that Treasure Map has names of (server/core/enums/bandpass.py of its source); all others are `other` there. */
const bands = new Set(
	'U B V R I J H K u g r i z UVW1 UVW2 UVM2 XRT clear open UHF VHF L S C X TESS BAT HESS WISEL q'.split(' ')
);

/**
 * Pointings as they are posted to the Gravitational Wave Treasure Map, one list for each event. Treasure Map numbers instruments
 * itself: whoever posts them puts its number into `instrumentid`; `observation_id`, `instrument_name`, `facility_name`, `band_name` and
 * `exposure_time` are ours, and it looks over them. It refuses a whole list in which one that was completed has no depth or no band.
 */
export function treasureMapOf(
	observations: readonly Observation[],
	facilities: Facilities
): Exported<object[]> {
	const placed = observations.filter(({ event, place }) => event !== null && place !== null);
	const hidden = observations.filter(({ place }) => place === null).length;
	const told = placed.filter(
		({ state, depthMag, band }) => state !== 'executed' || (depthMag !== null && band !== null)
	);
	const events = Map.groupBy(told, ({ event }) => event!);
	return {
		content: [...events].map(([graceid, ones]) => ({
			graceid,
			pointings: ones.map((one) => pointingOf(one, facilities))
		})),
		leftOut: [
			...leftOutSentence(hidden, 'where they look is hidden'),
			...leftOutSentence(
				observations.length - placed.length - hidden,
				'they are for no event, and Treasure Map takes pointings for events'
			),
			...leftOutSentence(
				placed.length - told.length,
				'how deep they went, or in which band, is not told, and Treasure Map takes none without that'
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
		time: wall(from),
		exposure_time: seconds,
		status: isOff(observation) ? 'cancelled' : state === 'executed' ? 'completed' : 'planned',
		band: band === null ? null : bands.has(band) ? band : 'other',
		band_name: band,
		pos_angle: positionAngleDeg,
		depth: depthMag,
		depth_unit: depthMag === null ? null : 'ab_mag'
	};
}

/** There the time zone goes unsaid and is UTC, and a fraction of a second is wanted. */
function wall(t: Instant): string {
	const text = formatInstant(t).replace(/Z$/, '');
	return text.includes('.') ? text : `${text}.0`;
}
