import type { Facility } from '#lib/planner/facilities/facility.ts';
import type { UpWindow } from '#lib/planner/facilities/when-up.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { GanttBar, GanttRow, TimeSpan } from '#lib/ui/plots/gantt.ts';
import { ganttRows, type BarOf } from '#lib/ui/planner/gantt-rows.ts';

/** Telescopes that can observe something within a span, when, and what else is asked of them then. */
export function windowRows(
	facilities: readonly Facility[],
	windows: readonly UpWindow[],
	blocks: readonly BarOf[],
	span: TimeSpan
): GanttRow[] {
	const byTelescope = Map.groupBy(windows, ({ facility, telescope }) => `${facility}/${telescope}`);
	return facilities
		.toSorted((a, b) => (b.site?.lonDeg ?? -181) - (a.site?.lonDeg ?? -181))
		.flatMap((facility) =>
			facility.telescopes.flatMap((telescope) => {
				const own = byTelescope.get(`${facility.facility}/${telescope.telescope}`);
				if (!own) return [];
				const alone = { ...facility, telescopes: [telescope] };
				const asked = blocks.filter(
					(one) => one.telescope === telescope.telescope && one.facility === facility.facility
				);
				const { rows, others } = ganttRows([alone], asked, span);
				const row = [...rows, ...others][0]!;
				const name =
					facility.telescopes.length === 1
						? row.name
						: `${facility.name}: ${telescope.name} (${telescope.telescope})`;
				return [{ ...row, name, bars: [...own.map(barOf), ...row.bars] }];
			})
		);
}

function barOf({ from_at, to_at, airmass, opens_by, closes_by, best_at }: UpWindow): GanttBar {
	return {
		from: from_at,
		to: to_at,
		state: 'window',
		label: airmass === null ? '' : `airmass ${airmass.toFixed(2)} at ${clock(best_at)}`,
		subject: null,
		title: [
			`${clock(from_at)} to ${clock(to_at)} UTC`,
			opens_by === null ? '' : `opened by: ${opens_by}`,
			closes_by === null ? '' : `closed by: ${closes_by}`
		]
			.filter((one) => one !== '')
			.join('; ')
	};
}

const clock = (at: Instant) => formatInstant(at).slice(11, 16);
