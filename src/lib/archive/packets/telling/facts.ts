import type {
	LocalizationFact,
	NoticeFact,
	PhotometryFact,
	StatementFact,
	Told
} from '#lib/archive/facts.ts';
import { measurementKey } from '#lib/archive/content.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import { roleOfEvent } from '../gcn/event-names.ts';
import { plain } from '../gcn/json.ts';
import type { TellingFrame, TellingItem } from './schema.ts';
import { skymapOf } from './skymap.ts';

/** What the items of a telling share. */
type Frame = Pick<TellingFrame, 'agent' | 'collection' | 'role' | 'detail'>;

/**
 * `owner` is whose thing it is by its name. Its own collection would be the owner's public one: that is what a
 * contributor may tell elsewhere, or may not (see `Told.native`).
 */
function told(frame: Frame, owner: string, item: { readonly stated_at?: string | undefined }): Told {
	return {
		collection: frame.collection,
		native: `${owner}.public`,
		...(item.stated_at !== undefined && { statedAt: parseInstant(item.stated_at) })
	};
}

/** Whose an id or an agent is: the name before its first slash or colon. */
export function ownerOf(name: string): string {
	return /^[^/:]*/.exec(name)![0];
}

const at = (moment: string | undefined): Instant | null =>
	moment === undefined ? null : parseInstant(moment);

/** A detection as a measurement; told again by the same agent with other values it is revised. */
export function measurementOf(frame: Frame, item: TellingItem<'detections'>): PhotometryFact {
	const observedAt = instantFromMjdUtc(item.mjd_utc);
	const band = item.band ?? null;
	return {
		...told(frame, item.survey, item),
		survey: item.survey,
		objectId: item.object,
		measurement: measurementKey(item.kind, observedAt, band, `${frame.agent}/${item.id ?? ''}`),
		kind: item.kind,
		origin: 'own',
		band,
		observedAt,
		exposureSec: item.exposure_sec ?? null,
		raDeg: item.ra_deg === undefined ? null : item.ra_deg % 360,
		decDeg: item.dec_deg ?? null,
		mag: item.mag ?? null,
		magErr: item.mag_err ?? null,
		limitingMag: item.limiting_mag ?? null,
		fluxNjy: item.flux_njy ?? null,
		fluxErrNjy: item.flux_err_njy ?? null,
		isPositive: null,
		realBogus: null
	};
}

export function statementOf(frame: Frame, item: TellingItem<'statements'>): StatementFact {
	const isNumber = typeof item.value === 'number';
	const detail = { ...frame.detail, ...item.detail };
	return {
		...told(frame, ownerOf(frame.agent), item),
		subject: item.subject,
		property: item.property,
		qualifier: item.qualifier ?? '',
		agent: frame.agent,
		software: item.software ?? null,
		valueText: isNumber ? null : String(item.value),
		valueNumber: isNumber ? Number(item.value) : null,
		unit: isNumber ? (item.unit ?? '') : null,
		detail: Object.keys(detail).length > 0 ? plain(detail) : null
	};
}

export function noticeOf(frame: Frame, item: TellingItem<'notices'>): NoticeFact {
	const event = item.event ?? null;
	return {
		...told(frame, ownerOf(item.id), item),
		noticeId: item.id,
		event,
		eventKind: item.event_kind,
		stream: item.stream ?? frame.agent,
		kind: item.kind,
		role: roleOfEvent(event, frame.role),
		eventAt: at(item.event_at),
		raDeg: item.ra_deg ?? null,
		decDeg: item.dec_deg ?? null,
		errorDeg: item.error_deg ?? null,
		farHz: item.far_hz ?? null,
		title: item.title ?? null,
		body: item.body ?? null,
		cites: item.cites.map(({ id, how }) => ({ noticeId: id, how })),
		detail: plain({ agent: frame.agent, ...frame.detail, ...item.detail })
	};
}

/** @throws LookbackError `telling/bad-cells`, `sky/bad-pixel`. */
export function localizationOf(frame: Frame, item: TellingItem<'localizations'>): LocalizationFact {
	return {
		...told(frame, ownerOf(item.notice), item),
		event: item.event,
		noticeId: item.notice,
		name: item.name,
		creator: item.creator ?? frame.agent,
		eventAt: at(item.event_at),
		skymap: skymapOf(item),
		fits: null,
		distanceMeanMpc: item.distance_mean_mpc ?? null,
		distanceStdMpc: item.distance_std_mpc ?? null
	};
}
