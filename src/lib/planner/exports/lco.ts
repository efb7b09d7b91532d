import { formatInstant, type Instant } from '#lib/sky/time.ts';
import {
	leftOutSentence,
	targetOf,
	whereOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';

/** Las Cumbres' types of instruments by what ours end in (observe.lco.global/api/instruments). */
const types: Readonly<Record<string, { type: string; isSpectrograph?: true }>> = {
	sinistro: { type: '1M0-SCICAM-SINISTRO' },
	sbig: { type: '0M4-SCICAM-SBIG' },
	spectral: { type: '2M0-SCICAM-SPECTRAL' },
	floyds: { type: '2M0-FLOYDS-SCICAM', isSpectrograph: true }
};

/** Its names of filters where they are other than the bands'. */
const filters: Readonly<Record<string, string>> = { u: 'up', g: 'gp', r: 'rp', i: 'ip', z: 'zs' };

/**
 * What the portal adds to exposures when it reckons how long a request takes (duration_utils.py), in seconds: before it, for its
 * configuration and slew, for each readout, the slowest that its cameras have, and to find a slit.
 */
const [imagingPaddingSec, spectrumPaddingSec, pointingSec, readoutSec, acquisitionSec] = [
	90, 240, 80, 36, 120
];

/**
 * Observations at telescopes of Las Cumbres as request groups of its portal (OCS Observation Portal, API v3): for each target and
 * telescope one, with a request for each block. Who submits them puts in the `proposal` that pays for the time.
 */
export function lcoRequestGroups(
	observations: readonly Observation[],
	facilities: Facilities,
	proposal = ''
): Exported<object[]> {
	const open = observations.filter(({ state }) => ['planned', 'proposed', 'accepted'].includes(state));
	const shown = open.filter(({ place }) => place !== null);
	const there = shown.filter((one) => one.facility.startsWith('lco-') && typeOf(one) !== null);
	const own = there.filter((one) => one.band !== null || typeOf(one)!.isSpectrograph);
	const groups = Map.groupBy(own, (one) => `${one.campaign} ${targetOf(one)} ${one.instrument}`);
	return {
		content: [...groups.values()].map((ones) => ({
			name: `${targetOf(ones[0]!) ?? ones[0]!.id} ${ones[0]!.instrument}`.slice(0, 50),
			proposal,
			ipp_value: 1.05,
			operator: ones.length === 1 ? 'SINGLE' : 'MANY',
			observation_type: 'NORMAL',
			requests: ones.map((one) => requestOf(one, facilities))
		})),
		leftOut: [
			...leftOutSentence(observations.length - open.length, 'they are over, or wanted no more'),
			...leftOutSentence(open.length - shown.length, 'where they look is hidden'),
			...leftOutSentence(shown.length - there.length, 'they are at no telescope of Las Cumbres'),
			...leftOutSentence(there.length - own.length, 'they name no band, and its cameras want a filter')
		]
	};
}

function typeOf({ instrument }: Observation) {
	return types[instrument.split('-').at(-1)!] ?? null;
}

function requestOf(observation: Observation, facilities: Facilities): object {
	const { facility, telescope: name, from, to, place, band, exposureSec, exposures } = observation;
	const { type, isSpectrograph } = typeOf(observation)!;
	const count = exposures ?? 1;
	const seconds = exposureSec ?? (to - from) / 1e6;
	const telescope = name ?? whereOf(observation, facilities).telescope?.telescope ?? '';
	// 1m0a-doma: the telescope in its dome
	const [code = '', enclosure] = telescope.split('-');
	return {
		acceptability_threshold: 100,
		observation_note: observation.id,
		location: {
			telescope_class: code.slice(0, 3),
			site: facility.replace(/^lco-/, ''),
			...(enclosure && { enclosure, telescope: code })
		},
		windows: [{ start: wall(from), end: wall(windowEnd(observation, count * (seconds + readoutSec))) }],
		configurations: [
			{
				type: isSpectrograph ? 'SPECTRUM' : 'EXPOSE',
				instrument_type: type,
				target: {
					name: (targetOf(observation) ?? observation.id).slice(0, 50),
					type: 'ICRS',
					ra: place!.raDeg,
					dec: place!.decDeg,
					proper_motion_ra: 0,
					proper_motion_dec: 0,
					parallax: 0,
					epoch: 2000
				},
				// when the block is was weighed before: the portal is not to find it too low once more
				constraints: { max_airmass: 4, min_lunar_distance: 0, max_lunar_phase: 1 },
				instrument_configs: [
					{
						exposure_count: count,
						exposure_time: seconds,
						optical_elements: isSpectrograph ? { slit: 'slit_2.0as' } : { filter: filters[band!] ?? band }
					}
				],
				acquisition_config: { mode: isSpectrograph ? 'WCS' : 'OFF' },
				// the portal refuses spectra that may go without guiding
				guiding_config: { mode: 'ON', optional: !isSpectrograph }
			}
		]
	};
}

/** The end of a block, or of what the portal reckons for it where that is later: it refuses a window that is not longer. */
function windowEnd(observation: Observation, exposingSec: number): Instant {
	const { isSpectrograph } = typeOf(observation)!;
	const beforeSec = isSpectrograph ? spectrumPaddingSec + acquisitionSec : imagingPaddingSec;
	const wantedSec = beforeSec + pointingSec + exposingSec;
	return Math.max(observation.to, observation.from + Math.ceil(wantedSec) * 1e6) as Instant;
}

/** Its portal writes UTC without a zone. */
function wall(t: Instant): string {
	return formatInstant(t).replace(/Z$/, '');
}
