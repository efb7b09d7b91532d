import type { EventPage, Localization, Notice } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { formatDuration } from '#lib/ui/age.ts';

/** What a revision says about one quantity of the event, and what the revisions before it had said. */
export interface RevisedValue {
	readonly text: string;
	/** What it replaces, or null where it is the first to say it or says the same. */
	readonly was: string | null;
}

/** One revision of an event: a machine notice with its map, or a map that came by itself. */
export interface Revision {
	readonly noticeId: string;
	readonly at: Instant;
	/** `preliminary`, `update`, ..., or `map`. */
	readonly kind: string;
	readonly stream: string;
	/** Whether a later one takes it back; of retractions never, which stand. */
	readonly isRetracted: boolean;
	readonly values: Readonly<Record<RevisedQuantity, RevisedValue | null>>;
}

export type RevisedQuantity = keyof typeof quantities;

interface Told {
	readonly notice: Notice | null;
	readonly map: Localization | null;
}

/** What is followed from revision to revision, in words; null where a revision does not say it. */
const quantities = {
	area50: ({ map }: Told) => areaText(map?.area_50_deg2 ?? null),
	area90: ({ map }: Told) => areaText(map?.area_90_deg2 ?? null),
	distance: ({ map }: Told) => distanceText(map),
	far: ({ notice }: Told) => farText(notice?.far_hz ?? null),
	position: ({ notice }: Told) => positionText(notice)
};

/** Revisions of an event in the order they became known; circulars are not among them. */
export function revisionsOf({ notices, localizations }: EventPage): Revision[] {
	const machine = notices.filter(({ kind }) => kind !== 'circular');
	const carried = new Set(machine.map(({ notice_id }) => notice_id));
	const told = [
		...machine.map((notice) => ({
			notice,
			map: localizations.findLast(({ notice_id }) => notice_id === notice.notice_id) ?? null,
			at: notice.known_at
		})),
		...localizations
			.filter(({ notice_id }) => !carried.has(notice_id))
			.map((map) => ({ notice: null, map, at: map.known_at }))
	].sort((a, b) => a.at - b.at);
	const last = new Map<RevisedQuantity, string>();
	return told.map(({ notice, map, at }) => ({
		noticeId: notice?.notice_id ?? map?.notice_id ?? '',
		at,
		kind: notice?.kind ?? 'map',
		stream: notice?.stream ?? map?.creator ?? '',
		isRetracted: notice !== null && notice.retracted && notice.kind !== 'retraction',
		values: valuesOf({ notice, map }, last)
	}));
}

/** The values of a revision; `last` holds what was said before it and is brought up to date. */
function valuesOf(told: Told, last: Map<RevisedQuantity, string>): Revision['values'] {
	const names = Object.keys(quantities) as RevisedQuantity[];
	const entries = names.map((name) => {
		const text = quantities[name](told);
		if (text === null) return [name, null];
		const before = last.get(name) ?? null;
		last.set(name, text);
		return [name, { text, was: before === text ? null : before }];
	});
	return Object.fromEntries(entries) as Revision['values'];
}

function areaText(deg2: number | null): string | null {
	if (deg2 === null) return null;
	return deg2 < 10 ? deg2.toPrecision(2) : String(Math.round(deg2));
}

function distanceText(map: Localization | null): string | null {
	if (!map || map.distance_mean_mpc === null) return null;
	const spread = map.distance_std_mpc === null ? '' : ` ± ${Math.round(map.distance_std_mpc)}`;
	return `${Math.round(map.distance_mean_mpc)}${spread}`;
}

/** A false alarm rate as people compare it: `2.1e-9 Hz, one in 15 yr`. */
function farText(hz: number | null): string | null {
	if (hz === null) return null;
	if (hz <= 0) return `${hz} Hz`;
	const years = 1 / hz / 31_557_600;
	const period = years >= 1e4 ? `${years.toExponential(1).replace('e+', 'e')} yr` : formatDuration(1e6 / hz);
	return `${hz.toExponential(1)} Hz, one in ${period}`;
}

function positionText(notice: Notice | null): string | null {
	if (!notice || notice.ra_deg === null || notice.dec_deg === null) return null;
	const error = notice.error_deg === null ? '' : ` ± ${Number(notice.error_deg.toPrecision(2))}`;
	return `${notice.ra_deg.toFixed(3)} ${notice.dec_deg < 0 ? '−' : '+'}${Math.abs(notice.dec_deg).toFixed(3)}${error}`;
}
