import type { Block } from '#lib/planner/bookings/index.server.ts';
import type { Facility } from '#lib/planner/facilities/facility.ts';
import { standpointOf } from '#lib/planner/facilities/limits.ts';
import { darkWindows } from '#lib/planner/observability/nights.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { GanttBar, GanttRow, TimeSpan } from '#lib/ui/plots/gantt.ts';

/** What bars are made from: a block of the schedule, or of a plan, which has neither name nor state yet. */
export interface BarOf {
	readonly facility: string;
	readonly telescope: string;
	readonly instrument: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly band: string | null;
	readonly label: string | null;
	readonly block?: string;
	readonly state?: Block['state'];
	readonly owner?: string | null;
	readonly is_redacted?: boolean;
}

const nightDeg = -0.833;
const darkDeg = -12;

/**
 * Telescopes of some facilities from east to west, as night comes to them, with their blocks within a span; in `others` those that
 * have none.
 */
export function ganttRows(
	facilities: readonly Facility[],
	blocks: readonly BarOf[],
	span: TimeSpan
): { readonly rows: readonly GanttRow[]; readonly others: readonly GanttRow[] } {
	const inSpan = blocks.filter(({ from_at, to_at }) => to_at > span.from && from_at < span.to);
	const byTelescope = Map.groupBy(inSpan, ({ facility, telescope }) => `${facility}/${telescope}`);
	const all = facilities
		.toSorted((a, b) => (b.site?.lonDeg ?? -181) - (a.site?.lonDeg ?? -181))
		.flatMap((facility) => {
			const sky = skyOf(facility, span);
			return facility.telescopes.map(({ telescope, name }): GanttRow => ({
				name: telescopeName(facility, telescope, name),
				subject: `facilities/${facility.facility}`,
				...sky,
				bars: (byTelescope.get(`${facility.facility}/${telescope}`) ?? []).map(barOf)
			}));
		});
	return {
		rows: all.filter(({ bars }) => bars.length > 0),
		others: all.filter(({ bars }) => bars.length === 0)
	};
}

/** How dark it is over a facility within a span. */
export function skyOf(facility: Facility, span: TimeSpan): Pick<GanttRow, 'night' | 'dark'> {
	if (!facility.site) return { night: [], dark: [] };
	const stretch = ({ from, to }: TimeSpan): TimeSpan => ({ from, to });
	const from = standpointOf(facility);
	return {
		night: darkWindows(from, span, nightDeg).map(stretch),
		dark: darkWindows(from, span, darkDeg).map(stretch)
	};
}

/** A block as a bar of the drawing. */
export function barOf(one: BarOf): GanttBar {
	const state = one.state ?? 'planned';
	const label = one.band === null ? blockName(one) : `${blockName(one)} ${one.band}`;
	// what is written on a bar is the beginning of its name
	const words = [
		`${state}: ${label}`,
		`${clock(one.from_at)} to ${clock(one.to_at)} UTC`,
		one.instrument,
		placeWords(one)
	];
	return {
		from: one.from_at,
		to: one.to_at,
		state,
		label,
		subject: one.block === undefined ? null : `schedule/${one.block}`,
		title: words.join('; ')
	};
}

/** What a block is for; of a redacted one whom, and where nothing is told its place. */
export function blockName(one: BarOf): string {
	return one.label ?? (one.is_redacted ? `for ${one.owner ?? 'somebody'}` : placeWords(one));
}

const placeWords = ({ ra_deg, dec_deg }: BarOf) =>
	`${ra_deg.toFixed(3)} ${dec_deg < 0 ? '' : '+'}${dec_deg.toFixed(3)}`;

/** The telescope's name behind that of its facility, unless they say the same; by its short one where two are alike. */
export function telescopeName(
	{ name: facility, telescopes }: Facility,
	telescope: string,
	name: string
): string {
	if (telescopes.length === 1) return facility;
	const isAlike = telescopes.filter((one) => one.name === name).length > 1;
	return `${facility}: ${isAlike ? `${name} (${telescope})` : name}`;
}

const clock = (at: Instant) => formatInstant(at).slice(0, 16).replace('T', ' ');
