import type { LocalizationFact, NoticeFact, PacketFacts } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import type { PacketContext } from '../decoder.ts';
import { roleOfEvent } from '../gcn/event-names.ts';
import { omit, plain } from '../gcn/json.ts';
import { noticePacket } from '../gcn/notice-packet.ts';
import { embeddedLocalization } from '../skymap/embedded.ts';
import { kindOfAlertType } from '../gcn/alert-kind.ts';
import { lvkCollection } from './collection.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a JSON value or Avro record is an LVK alert: a superevent and a type of alert. */
export function isLvkAlert(value: unknown): value is Fields {
	const fields = fieldsOf(value);
	return (
		typeof fields?.['superevent_id'] === 'string' &&
		typeof fields['alert_type'] === 'string' &&
		typeof fields['time_created'] === 'string'
	);
}

/**
 * The facts of an LVK alert as `igwn.gwalert` carries it, JSON or Avro: a notice with the sky maps inside it that can
 * be read, then the reason for each that cannot.
 * `context.name` is not used for identity: an alert is `lvk/<superevent>/<alert type>/<time created>` wherever it
 * was found. Source: emfollow.docs.ligo.org/userguide/content.html.
 * @throws LookbackError `lvk/not-alert`, `sky/bad-time`.
 */
export function* lvkFacts(
	record: unknown,
	context: PacketContext,
	format: 'lvk-json' | 'lvk-avro' = 'lvk-avro'
): Generator<PacketFacts | LookbackError> {
	if (!isLvkAlert(record))
		throw new LookbackError(
			'incorrect',
			'lvk/not-alert',
			`The record in ${context.name} is no LVK alert: superevent_id, alert_type and time_created are wanted.`,
			{ name: context.name }
		);
	const superevent = String(record['superevent_id']);
	const statedAt = parseInstant(String(record['time_created']));
	const kind = kindOfAlertType(String(record['alert_type'])) ?? 'other';
	const noticeId = `lvk/${superevent}/${kind}/${formatInstant(statedAt)}`;
	const [event, coincidence] = [fieldsOf(record['event']), fieldsOf(record['external_coinc'])];
	const role = roleOfEvent(superevent, record['is_injection'] === true ? 'test' : 'observation');
	const ivorn = coincidence?.['ivorn'];
	const notice: NoticeFact = {
		collection: lvkCollection,
		noticeId,
		event: superevent,
		eventKind: 'gw',
		stream: 'igwn.gwalert',
		kind,
		role,
		eventAt: typeof event?.['time'] === 'string' ? parseInstant(event['time']) : null,
		raDeg: null,
		decDeg: null,
		errorDeg: null,
		farHz: typeof event?.['far'] === 'number' ? event['far'] : null,
		title: null,
		body: null,
		cites: typeof ivorn === 'string' ? [{ noticeId: ivorn, how: 'followup' }] : [],
		detail: plain(without(record, 'skymap', 'combined_skymap'))
	};
	const maps = [
		['event.skymap', event?.['skymap']],
		['external_coinc.combined_skymap', coincidence?.['combined_skymap']]
	] as const;
	const localizations: LocalizationFact[] = [];
	const refused: LookbackError[] = [];
	for (const [name, map] of maps) {
		if (map === null || map === undefined) continue;
		const of = { collection: lvkCollection, event: superevent, noticeId, name, eventAt: null };
		const read = embeddedLocalization(map, of);
		if (read instanceof LookbackError) refused.push(read);
		else localizations.push(read);
	}
	yield noticePacket({
		source: 'lvk',
		format,
		schemaVersion: typeof record['api_version'] === 'number' ? String(record['api_version']) : null,
		statedAt,
		role,
		notices: [notice],
		localizations
	});
	yield* refused;
}

function fieldsOf(value: unknown): Fields | null {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The record without some members, at the top and one level below. */
function without(record: Fields, ...names: readonly string[]): Fields {
	return Object.fromEntries(
		Object.entries(omit(record, ...names)).map(([name, value]) => {
			const inner = fieldsOf(value);
			return [name, inner === null ? value : omit(inner, ...names)];
		})
	);
}
