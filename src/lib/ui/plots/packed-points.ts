import type { Instant } from '#lib/sky/time.ts';
import { hindsights, type LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

const kinds = ['detection', 'limit', 'forced'] as const;
const numbers = ['mag', 'magErr', 'limitingMag', 'fluxNjy', 'fluxErrNjy'] as const;

/** Points by column, as a page carries them to the browser: a third of the size of an object for each. */
export interface PackedPoints {
	readonly bands: readonly (string | null)[];
	/** For each point the place of its band in `bands`. */
	readonly band: readonly number[];
	/** A digit for each point of its kind, of its hindsight, and of whether it is positive (0, 1, or 2 for unsaid). */
	readonly kind: string;
	readonly hindsight: string;
	readonly isPositive: string;
	readonly observedAt: readonly number[];
	readonly knownAt: readonly number[];
	/** A column is null where no point has a value. */
	readonly values: Readonly<Record<(typeof numbers)[number], readonly (number | null)[] | null>>;
}

export function packPoints(points: readonly LightCurvePoint[]): PackedPoints {
	const bands = [...new Set(points.map(({ band }) => band))];
	const column = (name: (typeof numbers)[number]) => {
		const values = points.map((point) => point[name]);
		return values.every((value) => value === null) ? null : values;
	};
	return {
		bands,
		band: points.map(({ band }) => bands.indexOf(band)),
		kind: points.map(({ kind }) => kinds.indexOf(kind)).join(''),
		hindsight: points.map(({ hindsight }) => hindsights.indexOf(hindsight)).join(''),
		isPositive: points.map(({ isPositive }) => (isPositive === null ? 2 : Number(isPositive))).join(''),
		observedAt: points.map(({ observedAt }) => observedAt),
		knownAt: points.map(({ knownAt }) => knownAt),
		values: Object.fromEntries(numbers.map((name) => [name, column(name)])) as PackedPoints['values']
	};
}

export function unpackPoints(packed: PackedPoints): LightCurvePoint[] {
	const { values } = packed;
	return packed.observedAt.map((observedAt, k) => ({
		band: packed.bands[packed.band[k] ?? 0] ?? null,
		observedAt: observedAt as Instant,
		kind: kinds[Number(packed.kind[k])] ?? 'detection',
		mag: values.mag?.[k] ?? null,
		magErr: values.magErr?.[k] ?? null,
		limitingMag: values.limitingMag?.[k] ?? null,
		fluxNjy: values.fluxNjy?.[k] ?? null,
		fluxErrNjy: values.fluxErrNjy?.[k] ?? null,
		isPositive: packed.isPositive[k] === '2' ? null : packed.isPositive[k] === '1',
		knownAt: packed.knownAt[k] as Instant,
		hindsight: hindsights[Number(packed.hindsight[k])] ?? 'in-force'
	}));
}
