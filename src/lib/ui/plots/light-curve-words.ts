import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { formatAge } from '#lib/ui/values/age.ts';
import { brightnessOf, brightnessText, type Quantity } from '#lib/ui/plots/brightness.ts';
import type { MeasuredCurve, MeasuredPoint } from '#lib/ui/plots/measured-points.ts';

const kindWords = {
	detection: ['detection', 'detections'],
	forced: ['forced measurement', 'forced measurements'],
	limit: ['upper limit', 'upper limits']
} as const;

/** What a light curve shows, in sentences. */
export function curveSummary({ points, bands, quantity, left }: MeasuredCurve): string {
	const known = points.filter(({ point }) => point.hindsight !== 'unknown');
	const sentences = [
		known.length ? shownSentence(known, bands, quantity) : 'Nothing to draw is known at this basis.',
		computedSentence(points, quantity),
		hindsightSentence(points),
		left
			? `${left} ${left === 1 ? 'has' : 'have'} no ${nameOf(quantity)} and ${left === 1 ? 'is' : 'are'} not drawn.`
			: ''
	];
	return sentences.filter(Boolean).join(' ');
}

function shownSentence(
	points: readonly MeasuredPoint[],
	bands: readonly string[],
	quantity: Quantity
): string {
	const counts = (['detection', 'forced', 'limit'] as const).flatMap((kind) => {
		const count = points.filter(({ point }) => point.kind === kind).length;
		return count ? [counted(count, kindWords[kind])] : [];
	});
	const dayOf = (one?: MeasuredPoint) => formatInstant(one!.point.observedAt).slice(0, 10);
	let brightest: number | null = null;
	for (const { mark, value } of points) {
		// a source fainter than its reference is the brighter in magnitudes the less light it has
		if (mark === 'limit' || mark === 'fainter') continue;
		const isBrighter = brightest === null || (quantity === 'mag' ? value < brightest : value > brightest);
		if (isBrighter) brightest = value;
	}
	const inBands = bands.filter((band) => points.some((one) => one.band === band));
	const peak = brightest === null ? '' : `; brightest ${brightnessText(brightest, null, quantity)}`;
	return `${counts.join(', ')} in ${inBands.join(', ')} between ${dayOf(points[0])} and ${dayOf(points.at(-1))}${peak}.`;
}

function computedSentence(points: readonly MeasuredPoint[], quantity: Quantity): string {
	const computed = points.filter(({ isComputed }) => isComputed).length;
	if (!computed) return '';
	const which =
		computed === points.length ? `All ${plural(quantity)}` : `${computed} of the ${plural(quantity)}`;
	const from = quantity === 'mag' ? 'fluxes told, as AB magnitudes' : 'AB magnitudes told';
	return `${which} are computed for display from the ${from}.`;
}

function hindsightSentence(points: readonly MeasuredPoint[]): string {
	const count = (which: string) => points.filter(({ point }) => point.hindsight === which).length;
	const said = [
		[count('unknown'), 'not yet known'],
		[count('revised'), 'revised since'],
		[count('withdrawn'), 'withdrawn since']
	].filter(([number]) => number);
	if (!said.length) return '';
	return `Looking back: ${said.map(([number, words]) => `${number} ${words}`).join(', ')}.`;
}

/** Everything about a point, by name, for people. */
export function pointFacts(
	{ point, mjd, mark }: MeasuredPoint,
	{ firstDetectionMjd, now }: { firstDetectionMjd: number | null; now: Instant }
): { readonly name: string; readonly text: string }[] {
	const magnitude = brightnessOf(point, 'mag');
	const flux = brightnessOf(point, 'flux');
	const limit = point.kind === 'limit' ? '> ' : '';
	const lines = [
		magnitude && {
			name: magnitude.isComputed ? 'AB magnitude, computed' : 'Magnitude',
			text: `${limit}${brightnessText(magnitude.value, magnitude.error, 'mag')}`
		},
		flux && {
			name: flux.isComputed ? 'Flux, computed' : 'Flux',
			text: `${limit ? '< ' : ''}${brightnessText(flux.value, flux.error, 'flux')}`
		},
		point.kind !== 'limit' &&
			point.limitingMag !== null && {
				name: 'Limiting magnitude',
				text: `${point.limitingMag.toFixed(3)} mag`
			},
		mark === 'fainter' && { name: 'Difference', text: 'fainter than the reference' },
		{ name: 'Observed', text: utc(point.observedAt) },
		{ name: 'MJD', text: mjd.toFixed(5) },
		{ name: 'Age', text: formatAge(point.observedAt, now) },
		firstDetectionMjd !== null && {
			name: 'Since first detection',
			text: `${(mjd - firstDetectionMjd).toFixed(3)} d`
		},
		{ name: 'Known since', text: utc(point.knownAt) },
		point.hindsight !== 'in-force' && { name: 'Looking back', text: hindsightWords[point.hindsight] }
	];
	return lines.filter((line) => !!line);
}

/** What a point is, in a few words: `g, upper limit`. */
export function pointName({ band, point }: MeasuredPoint): string {
	return `${band}, ${point.kind === 'forced' ? 'forced photometry' : kindWords[point.kind][0]}`;
}

/** Everything about a point in a line. */
export function pointLine(...given: Parameters<typeof pointFacts>): string {
	const facts = pointFacts(...given).map(({ name, text }) => `${name} ${text}`);
	return [pointName(given[0]), ...facts].join('; ');
}

export const hindsightWords = {
	unknown: 'not yet known',
	withdrawn: 'withdrawn since',
	revised: 'revised since'
} as const;

const nameOf = (quantity: Quantity) => (quantity === 'mag' ? 'magnitude' : 'flux');
const plural = (quantity: Quantity) => (quantity === 'mag' ? 'magnitudes' : 'fluxes');
const utc = (at: Instant) =>
	`${formatInstant(at)
		.replace('T', ' ')
		.replace(/(\.\d+)?Z$/, '')} UTC`;
const counted = (count: number, [one, many]: readonly [string, string]) =>
	`${count} ${count === 1 ? one : many}`;
