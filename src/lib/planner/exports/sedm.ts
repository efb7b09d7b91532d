import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { leftOutSentence, targetOf, type Exported, type Observation } from './observation.ts';

/** The names that the SED Machine's queue takes have so many characters at most. */
const longestName = 26;

const day = 86_400_000_000;

/**
 * Observations with the SED Machine at Palomar as requests to its queue, in the form that SkyPortal posts there
 * (skyportal/facility_apis/sedm.py): `Followup` is `IFU` or nothing, and then `Filters` are those of its camera. Who submits
 * them puts in `programname`, `username` and `email`, which name an account.
 */
export function sedmRequests(observations: readonly Observation[]): Exported<object[]> {
	const open = observations.filter(({ state }) => ['planned', 'proposed', 'accepted'].includes(state));
	const shown = open.filter(({ place }) => place !== null);
	const own = shown.filter(({ facility }) => facility === 'palomar-60');
	return {
		content: own.map((one) => ({
			requestid: one.id,
			sourceid: nameOf(one),
			sourcename: nameOf(one),
			ra: one.place!.raDeg,
			dec: one.place!.decDeg,
			startdate: formatInstant(one.from).slice(0, 10),
			// a day ends when it begins: what is observed on it ends on the next
			enddate: formatInstant((one.to + day) as Instant).slice(0, 10),
			Followup: isIfu(one) ? 'IFU' : '',
			Filters: isIfu(one) ? '' : (one.band ?? ''),
			prior_photometry: {},
			// -1: as the queue thinks best
			exptime: one.exposureSec === null ? -1 : one.exposureSec * (one.exposures ?? 1),
			priority: 1,
			maxairmass: 2.5,
			max_fwhm: 2.5,
			status: 'new',
			programname: '',
			username: '',
			email: ''
		})),
		leftOut: [
			...leftOutSentence(observations.length - open.length, 'they are over, or wanted no more'),
			...leftOutSentence(open.length - shown.length, 'where they look is hidden'),
			...leftOutSentence(shown.length - own.length, 'they are not with the SED Machine (palomar-60)')
		]
	};
}

/** The target's name, or that of the observation where it is too long: what is cut off may be all that tells fields apart. */
function nameOf(one: Observation): string {
	const target = targetOf(one);
	return target !== null && target.length <= longestName ? target : one.id;
}

function isIfu({ instrument }: Observation): boolean {
	return instrument === 'sedm-ifu';
}
