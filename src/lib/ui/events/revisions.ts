import type { EventPage, Localization, Notice } from '#lib/archive/index.server.ts';
import { sourceTold, type Probability, type SourceTold } from '#lib/archive/source-told.ts';
import type { Instant } from '#lib/sky/time.ts';
import { formatDuration } from '#lib/ui/values/age.ts';
import { areaText } from '#lib/ui/values/area-text.ts';
import { percentText } from '#lib/ui/values/percent.ts';

/** What a revision says about one quantity of the event, and what the revisions before it had said. */
export interface RevisedValue {
	readonly text: string;
	/** By which it is sorted among others; in the units of the archive. */
	readonly size: number;
	/** What it replaces, or null where it is the first to say it or says the same. */
	readonly was: string | null;
	/** Whether it is the first to say it, or says something else than the one before. */
	readonly isNews: boolean;
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
	/** What the source may be, class by class, with what was said of each before. */
	readonly classes: readonly NamedValue[];
	readonly properties: readonly NamedValue[];
	/** Notices it cites, with what they are where they are known. */
	readonly cites: readonly Citation[];
	/** Name of the map that came with it, by which it can be shown. */
	readonly map: string | null;
	/** Whether it is one of the alert's own revisions, or says something new of the above: many notices of a burst tell of light curves and pointings only, or repeat a position. */
	readonly tells: boolean;
}

export type NamedValue = RevisedValue & { readonly name: string };

export interface Citation {
	readonly how: 'followup' | 'supersedes' | 'retraction';
	readonly noticeId: string;
	/** Kind of the cited notice, or null where it is not among those known of the event. */
	readonly kind: string | null;
}

export type RevisedQuantity = keyof typeof quantities;

interface Told {
	readonly notice: Notice | null;
	readonly map: Localization | null;
	readonly source: SourceTold;
}

type Said = Pick<RevisedValue, 'text' | 'size'>;

/** What is followed from revision to revision, in words; null where a revision does not say it. */
const quantities = {
	area50: ({ map }: Told) => said(map?.area_50_deg2, areaText),
	area90: ({ map }: Told) => said(map?.area_90_deg2, areaText),
	distance: ({ map }: Told) =>
		said(map?.distance_mean_mpc, (mean) => distanceText(mean, map!.distance_std_mpc)),
	far: ({ notice }: Told) => said(notice?.far_hz, farText),
	significance: ({ source }: Told) =>
		said(source.isSignificant, (isSignificant) => (isSignificant ? 'significant' : 'low significance')),
	position: ({ notice }: Told) =>
		notice?.dec_deg == null ? null : said(notice.ra_deg, (ra) => positionText(ra, notice.dec_deg!)),
	error: ({ notice }: Told) => said(notice?.error_deg, (deg) => String(Number(deg.toPrecision(2))))
};

function said<Value extends number | boolean>(
	value: Value | null | undefined,
	inWords: (value: Value) => string
): Said | null {
	return value == null ? null : { text: inWords(value), size: Number(value) };
}

/** Revisions of an event in the order they became known; circulars are not among them. */
export function revisionsOf({
	notices,
	localizations
}: Pick<EventPage, 'notices' | 'localizations'>): Revision[] {
	const machine = notices.filter(({ kind }) => kind !== 'circular');
	const kinds = new Map(notices.map(({ notice_id, kind }) => [notice_id, kind]));
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
	const last = new Map<string, string>();
	return told.map(({ notice, map, at }) => {
		const source = sourceTold(notice?.detail);
		const values = valuesOf({ notice, map, source }, last);
		const classes = namedValues('class', source.classes, last);
		const properties = namedValues('property', source.properties, last);
		const kind = notice?.kind ?? 'map';
		const news = [...Object.values(values).filter((value) => value !== null), ...classes, ...properties];
		return {
			noticeId: notice?.notice_id ?? map?.notice_id ?? '',
			at,
			kind,
			stream: notice?.stream ?? map?.creator ?? '',
			isRetracted: notice !== null && notice.retracted && kind !== 'retraction',
			values,
			classes,
			properties,
			cites: citesOf(notice, kinds),
			map: map?.name ?? null,
			tells: kind === 'retraction' || news.some(({ isNews }) => isNews || kind !== 'other')
		};
	});
}

/** The values of a revision; `last` holds what was said before it and is brought up to date. */
function valuesOf(told: Told, last: Map<string, string>): Revision['values'] {
	const entries = Object.entries(quantities).map(([name, saidOf]) => {
		const value = saidOf(told);
		return [name, value && revised(name, value, last)];
	});
	return Object.fromEntries(entries) as Revision['values'];
}

function namedValues(of: string, told: readonly Probability[], last: Map<string, string>): NamedValue[] {
	return told.map(({ name, probability }) => ({
		name,
		...revised(`${of} ${name}`, { text: percentText(probability), size: probability }, last)
	}));
}

function revised(key: string, { text, size }: Said, last: Map<string, string>): RevisedValue {
	const before = last.get(key) ?? null;
	last.set(key, text);
	return { text, size, was: before === text ? null : before, isNews: before !== text };
}

function citesOf(notice: Notice | null, kinds: ReadonlyMap<string, string>): Citation[] {
	const cites = (notice?.cites ?? []) as Omit<Citation, 'kind'>[];
	return cites.map(({ how, noticeId }) => ({ how, noticeId, kind: kinds.get(noticeId) ?? null }));
}

function distanceText(meanMpc: number, stdMpc: number | null): string {
	return `${Math.round(meanMpc)}${stdMpc === null ? '' : ` ± ${Math.round(stdMpc)}`}`;
}

/** A false alarm rate as people compare it: `2.1e-9 Hz, one in 15 yr`. */
export function farText(hz: number): string {
	if (hz <= 0) return `${hz} Hz`;
	const years = 1 / hz / 31_557_600;
	const period = years >= 1e4 ? `${years.toExponential(1).replace('e+', 'e')} yr` : formatDuration(1e6 / hz);
	return `${hz.toExponential(1)} Hz, one in ${period}`;
}

function positionText(raDeg: number, decDeg: number): string {
	return `${raDeg.toFixed(3)} ${decDeg < 0 ? '−' : '+'}${Math.abs(decDeg).toFixed(3)}`;
}

/** Detectors, pipeline and search as the latest notice has it that names any: `H1, L1, V1; gstlal, CBC AllSky`. */
export function instrumentsIn(notices: EventPage['notices']): string | null {
	const said = notices.map(({ detail }) => {
		const { instruments, pipeline, group, search } = sourceTold(detail);
		const how = [pipeline, [group, search].filter(Boolean).join(' ')].filter(Boolean).join(', ');
		return [instruments, how].filter(Boolean).join('; ');
	});
	return said.findLast(Boolean) ?? null;
}
