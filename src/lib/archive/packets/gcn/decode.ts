import { hash } from 'node:crypto';
import type { LocalizationFact, NoticeFact, PacketFacts, PacketRole } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from '../decoder.ts';
import { isLvkAlert } from '../lvk/facts.ts';
import { embeddedLocalization } from '../skymap/embedded.ts';
import { kindOfAlertType } from './alert-kind.ts';
import { roleOfEvent } from './event-names.ts';
import { identify, type Identity } from './identity.ts';
import { canonicalJson, omit, plain } from './json.ts';
import { gcnCollection, noticePacket, sameEvent } from './notice-packet.ts';
import { readTime } from './read-time.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The path of a schema that is one of GCN's notices, or null. No address is longer: of millions of characters it would take the square. */
function noticePath(schema: string): string | null {
	if (schema.length > 500) return null;
	return /(?:^|\/)(gcn\/notices\/.+?)\.schema\.json$/.exec(schema)?.[1] ?? null;
}

/** Whether a JSON value is a schema document: it describes notices and is none. */
export function isJsonSchema(json: unknown): json is Fields {
	const schema = membersOf(json)?.['$schema'];
	return typeof schema === 'string' && /^https?:\/\/json-schema\.org\//.test(schema);
}

/**
 * Whether a JSON value is a notice of GCN's unified schema: its `$schema` is one of gcn/notices, or, in notices that
 * leave it out, a mission and a type of alert stand in it. LVK alerts and schema documents are none.
 */
export function isGcnNotice(json: unknown): json is Fields {
	const members = membersOf(json);
	if (members === null || isLvkAlert(json) || isJsonSchema(json)) return false;
	const schema = members['$schema'];
	if (typeof schema === 'string') return noticePath(schema) !== null;
	return typeof members['mission'] === 'string' && typeof members['alert_type'] === 'string';
}

/**
 * Reads a notice of GCN's unified schema (github.com/nasa-gcn/gcn-schema) that came as JSON: the notice, then the
 * reason for a sky map inside it that cannot be read.
 * @throws LookbackError `gcn/json-schema` for a schema document, `gcn/not-notice`, `gcn/empty`.
 */
export function* decodeGcnJson(
	json: unknown,
	context: PacketContext
): Generator<PacketFacts | LookbackError> {
	if (isJsonSchema(json))
		throw new LookbackError(
			'unsupported',
			'gcn/json-schema',
			`${context.name} is a JSON schema: it says what notices look like, and is no notice.`,
			{ format: 'json-schema', name: context.name }
		);
	if (!isGcnNotice(json))
		throw new LookbackError(
			'unsupported',
			'gcn/not-notice',
			`The JSON in ${context.name} is no GCN notice: a $schema of gcn/notices, or a mission and an alert_type, is wanted.`,
			{ name: context.name }
		);
	const schema = typeof json['$schema'] === 'string' ? json['$schema'] : null;
	const topic = topicOf(schema, json);
	const statedAt = timeIn(json, 'alert_datetime');
	const eventAt = timeIn(json, 'trigger_time');
	const identity = identify(topic, json);
	if (statedAt === null && eventAt === null && identity.event === null)
		throw new LookbackError(
			'unsupported',
			'gcn/empty',
			`The GCN notice in ${context.name} names neither an event nor a time, so there is nothing to keep it under.`,
			{ name: context.name, topic }
		);
	const notice = noticeOf(json, topic, identity, eventAt);
	const localization = localizationIn(json, notice);
	yield noticePacket({
		source: 'gcn',
		format: 'gcn-json',
		schemaVersion: schema === null ? null : (/\/schema\/([^/]+)\/gcn\//.exec(schema)?.[1] ?? null),
		statedAt,
		role: notice.role,
		notices: [notice],
		statements:
			identity.event === null
				? []
				: identity.names.map((name) => sameEvent(identity.event!, name, `gcn/${topic}`, gcnCollection)),
		localizations: localization === null || localization instanceof LookbackError ? [] : [localization]
	});
	if (localization instanceof LookbackError) yield localization;
}

/** `https://gcn.nasa.gov/schema/v6/gcn/notices/fermi/gbm/trigger.schema.json` -> `gcn.notices.fermi.gbm.trigger`. */
function topicOf(schema: string | null, json: Fields): string {
	const path = schema === null ? null : noticePath(schema);
	if (path !== null) return path.replaceAll('/', '.');
	const parts = [json['mission'], json['instrument']].filter((part) => typeof part === 'string');
	return ['gcn.notices', ...parts.map((part) => part.toLowerCase())].join('.');
}

function noticeOf(
	json: Fields,
	topic: string,
	{ event, kind }: Identity,
	eventAt: NoticeFact['eventAt']
): NoticeFact {
	const record = json['record_number'];
	const revision =
		typeof record === 'number' || typeof record === 'bigint'
			? String(record)
			: hash('sha256', canonicalJson(json), 'hex').slice(0, 16);
	return {
		collection: gcnCollection,
		noticeId: `${topic}/${event ?? 'none'}/${revision}`,
		event,
		eventKind: kind,
		stream: topic,
		kind: kindIn(json),
		role: roleOfEvent(event, roleIn(json, topic)),
		eventAt,
		...placeIn(json),
		errorDeg: errorIn(json, topic),
		farHz: numberIn(json, 'far'),
		title: typeof json['notice_type'] === 'string' ? json['notice_type'] : null,
		body: null,
		cites: [],
		detail: plain(omit(json, 'healpix_file'))
	};
}

/** No place where it is none on the sky; its numbers stay in the notice's detail. */
function placeIn(json: Fields): Pick<NoticeFact, 'raDeg' | 'decDeg'> {
	const [raDeg, decDeg] = [numberIn(json, 'ra'), numberIn(json, 'dec')];
	const isOnSky = raDeg !== null && decDeg !== null && raDeg >= 0 && raDeg <= 360 && Math.abs(decDeg) <= 90;
	return isOnSky ? { raDeg: raDeg % 360, decDeg } : { raDeg: null, decDeg: null };
}

/** `alert_type`; the JSON made of Classic notices has the LVK word in `notice_type` instead. */
function kindIn(json: Fields): string {
	for (const word of [json['alert_type'], json['notice_type']]) {
		const kind = typeof word === 'string' ? kindOfAlertType(word) : null;
		if (kind !== null) return kind;
	}
	return 'other';
}

function roleIn(json: Fields, topic: string): PacketRole {
	const tense = json['alert_tense'];
	const isTest = tense === 'test' || tense === 'injection' || /\.test(\.|$)/i.test(topic);
	return isTest ? 'test' : tense === 'planned' ? 'prediction' : 'observation';
}

/**
 * Radius of a circular error region in degrees: a number, or a list of one where the shape is a circle. The JSON made
 * of Classic notices kept their units (arcmin of IceCube, arcsec of XRT) without saying so: no radius is read there.
 */
function errorIn(json: Fields, topic: string): number | null {
	if (topic.startsWith('gcn.notices.classic.')) return null;
	const told = json['ra_dec_error'];
	// an ellipse is semi-major axis, semi-minor axis (where it is another) and position angle
	const [radius, other = radius]: readonly unknown[] = Array.isArray(told) ? told : [told];
	if (typeof radius === 'number') return radius > 0 && other === radius ? radius : null;
	const list = json['ra_uncertainty'];
	const isCircle = json['uncertainty_shape'] === 'circle' && Array.isArray(list) && list.length === 1;
	return isCircle && typeof list[0] === 'number' ? list[0] : null;
}

/** A map can be kept only under an event. */
function localizationIn(
	json: Fields,
	{ collection, event, noticeId, eventAt }: NoticeFact
): LocalizationFact | LookbackError | null {
	const map = json['healpix_file'];
	if (map === undefined || map === null) return null;
	if (event !== null)
		return embeddedLocalization(map, { collection, event, noticeId, name: 'healpix_file', eventAt });
	return new LookbackError(
		'incorrect',
		'gcn/map-without-event',
		`The notice ${noticeId} carries a sky map in healpix_file and names no event to keep it under.`,
		{ noticeId }
	);
}

function timeIn(json: Fields, name: string): NoticeFact['eventAt'] {
	const value = json[name];
	return typeof value === 'string' ? readTime(value) : null;
}

function numberIn(json: Fields, name: string): number | null {
	const value = json[name];
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function membersOf(json: unknown): Fields | null {
	return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : null;
}
