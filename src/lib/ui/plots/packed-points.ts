import type { Instant } from '#lib/sky/time.ts';
import { hindsights, type LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

const kinds = ['detection', 'limit', 'forced'] as const;
const numbers = ['mag', 'magErr', 'limitingMag', 'fluxNjy', 'fluxErrNjy'] as const;

/** Points by column: each column has a value for each point. */
interface Columns {
	readonly bands: readonly (string | null)[];
	/** Place in `bands`. */
	readonly band: readonly number[];
	/** A digit each: place in `kinds`, in `hindsights`; and whether it is positive: 0, 1, or 2 for unsaid. */
	readonly kind: string;
	readonly hindsight: string;
	readonly isPositive: string;
	/** Microseconds since the point before, of the first since 1970. */
	readonly observedAfter: readonly number[];
	/** Microseconds from observation to knowledge, more than those of the point before. */
	readonly knownAfter: readonly number[];
	/** A column is null where no point has a value. */
	readonly values: Readonly<Record<(typeof numbers)[number], readonly (number | null)[] | null>>;
}

/** No plot and no word beside it shows more of a value than seven digits; a page carries those. */
function told(value: number | null): number | null {
	return value === null ? null : Number(value.toPrecision(7));
}

const delayOf = ({ observedAt, knownAt }: LightCurvePoint): number => knownAt - observedAt;

/** Points as a page carries them to the browser: as one text, which takes a fifth of the time of as many objects. */
export function packPoints(points: readonly LightCurvePoint[]): string {
	const bands = [...new Set(points.map(({ band }) => band))];
	const column = (name: (typeof numbers)[number]) => {
		const values = points.map((point) => told(point[name]));
		return values.every((value) => value === null) ? null : values;
	};
	const columns: Columns = {
		bands,
		band: points.map(({ band }) => bands.indexOf(band)),
		kind: points.map(({ kind }) => kinds.indexOf(kind)).join(''),
		hindsight: points.map(({ hindsight }) => hindsights.indexOf(hindsight)).join(''),
		isPositive: points.map(({ isPositive }) => (isPositive === null ? 2 : Number(isPositive))).join(''),
		observedAfter: points.map(({ observedAt }, k) => observedAt - (points[k - 1]?.observedAt ?? 0)),
		knownAfter: points.map((point, k) => delayOf(point) - (k > 0 ? delayOf(points[k - 1]!) : 0)),
		values: Object.fromEntries(numbers.map((name) => [name, column(name)])) as Columns['values']
	};
	return JSON.stringify(columns);
}

export function unpackPoints(packed: string): LightCurvePoint[] {
	const columns = JSON.parse(packed) as Columns;
	const { values } = columns;
	let at = 0;
	let delay = 0;
	return columns.observedAfter.map((after, k) => {
		at += after;
		delay += columns.knownAfter[k] ?? 0;
		return {
			band: columns.bands[columns.band[k] ?? 0] ?? null,
			observedAt: at as Instant,
			kind: kinds[Number(columns.kind[k])] ?? 'detection',
			mag: values.mag?.[k] ?? null,
			magErr: values.magErr?.[k] ?? null,
			limitingMag: values.limitingMag?.[k] ?? null,
			fluxNjy: values.fluxNjy?.[k] ?? null,
			fluxErrNjy: values.fluxErrNjy?.[k] ?? null,
			isPositive: columns.isPositive[k] === '2' ? null : columns.isPositive[k] === '1',
			knownAt: (at + delay) as Instant,
			hindsight: hindsights[Number(columns.hindsight[k])] ?? 'in-force'
		};
	});
}
