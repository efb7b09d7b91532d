import { scaleLinear, scaleUtc } from 'd3-scale';
import type { Measurement } from '#lib/archive/index.server.ts';
import type { Difference } from '#lib/archive/diff.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { changeKinds, type ChangeKind } from '#lib/ui/history/changes.ts';
import { glyphPath, type SkySymbol } from '#lib/ui/plots/sky-points.ts';

/** A light curve at two bases in one drawing: what changed by symbols, what did not as dots. */
export interface ChangeCurve {
	readonly series: readonly {
		readonly change: ChangeKind | 'unchanged';
		readonly symbol: SkySymbol;
		readonly token: string;
		readonly points: readonly { readonly d: string; readonly title: string }[];
	}[];
	/** Lines from old values to new ones. */
	readonly moves: string;
	readonly dates: readonly { readonly at: number; readonly label: string }[];
	readonly values: readonly { readonly at: number; readonly label: string }[];
	readonly label: string;
}

export const curveBox = { width: 760, height: 280, left: 52, right: 744, top: 12, bottom: 250 } as const;

interface Placed {
	readonly row: Measurement;
	readonly change: ChangeKind | 'unchanged';
	/** Value before its revision. */
	readonly before: number | null;
}

/**
 * Lays out what changed about an object's photometry, over its measurements `after`; null where nothing can be drawn.
 * Magnitudes where there are any, else fluxes: neither is made of the other.
 */
export function layoutChangeCurve(
	{ added, revised, withdrawn }: Difference<Measurement>,
	after: readonly Measurement[]
): ChangeCurve | null {
	const isMag = [...after, ...withdrawn].some(({ mag }) => mag !== null);
	const valueOf = (row: Measurement) => (isMag ? (row.mag ?? row.limiting_mag) : row.flux_njy);
	const changedOnes = new Set(
		[...added, ...revised.map((one) => one.after)].map(({ measurement }) => measurement)
	);
	const all: Placed[] = [
		...after
			.filter(({ measurement }) => !changedOnes.has(measurement))
			.map((row): Placed => ({ row, change: 'unchanged', before: null })),
		...added.map((row): Placed => ({ row, change: 'added', before: null })),
		...revised.map((one): Placed => ({ row: one.after, change: 'revised', before: valueOf(one.before) })),
		...withdrawn.map((row): Placed => ({ row, change: 'withdrawn', before: null }))
	].filter(({ row }) => valueOf(row) !== null);
	if (all.length === 0) return null;

	const x = scaleUtc(
		padded(
			all.map(({ row }) => row.observed_at / 1000),
			86_400_000
		).map((ms) => new Date(ms)),
		[curveBox.left, curveBox.right]
	);
	const reach = all.flatMap(({ row, before }) => [valueOf(row)!, ...(before === null ? [] : [before])]);
	const y = scaleLinear(
		padded(reach, isMag ? 0.5 : 100),
		isMag ? [curveBox.top, curveBox.bottom] : [curveBox.bottom, curveBox.top]
	);
	const at = (row: Measurement, value: number): [number, number] => [
		tenth(x(new Date(row.observed_at / 1000))),
		tenth(y(value))
	];
	const kinds = [{ change: 'unchanged', symbol: 'dot', token: '--ink-soft' } as const, ...changeKinds];
	const dates = x.ticks(5);
	const step = dates.length > 1 ? (Number(dates[1]) - Number(dates[0])) / 86_400_000 : 1;
	const length = step >= 365 ? 4 : step >= 28 ? 7 : step >= 1 ? 10 : 16;
	const format = y.tickFormat(5);
	return {
		series: kinds
			.map(({ change, symbol, token }) => ({
				change,
				symbol,
				token,
				points: all
					.filter((one) => one.change === change)
					.map((one) => ({
						d: glyphPath(symbol, ...at(one.row, valueOf(one.row)!), 4),
						title: titleOf(one, valueOf(one.row)!, isMag)
					}))
			}))
			.filter(({ points }) => points.length > 0),
		moves: all
			.filter(({ before }) => before !== null)
			.map(({ row, before }) => `M${at(row, before!).join(' ')}L${at(row, valueOf(row)!).join(' ')}`)
			.join(''),
		dates: dates.map((date) => ({
			at: tenth(x(date)),
			label: date.toISOString().slice(0, length).replace('T', ' ')
		})),
		values: y.ticks(5).map((value) => ({ at: tenth(y(value)), label: format(value) })),
		label: isMag ? 'magnitude' : 'flux (nJy)'
	};
}

function titleOf({ row, change, before }: Placed, value: number, isMag: boolean): string {
	const unit = isMag ? 'mag' : 'nJy';
	const written = (number: number) => number.toFixed(isMag ? 3 : 1);
	return [
		change,
		`${row.band ?? 'no band'} ${row.kind === 'limit' ? '> ' : ''}${before === null ? '' : `${written(before)} → `}${written(value)} ${unit}`,
		row.kind === 'limit' ? 'upper limit' : row.kind === 'forced' ? 'forced photometry' : '',
		formatInstant(row.observed_at).replace(/\.\d+/, '')
	]
		.filter(Boolean)
		.join(', ');
}

/** The range of values with 5 % of room, or `room` where they are all but one. */
function padded(values: readonly number[], room: number): [number, number] {
	const [least, most] = values.reduce(
		([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const,
		[Infinity, -Infinity] as const
	);
	const pad = most - least < room / 1000 ? room : 0.05 * (most - least);
	return [least - pad, most + pad];
}

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
