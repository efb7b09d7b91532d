import type { NoticeFact, PacketFacts } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { instantFromUnixMilliseconds, type Instant } from '#lib/sky/time.ts';
import { eventOf, roleOfEvent, spelled, type EventKind } from '../gcn/event-names.ts';
import { omit, plain } from '../gcn/json.ts';
import { gcnCollection, noticePacket } from '../gcn/notice-packet.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a JSON value is a GCN Circular: its number, subject, body and submitter. */
export function isCircular(json: unknown): json is Fields {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
	const { circularId, subject, body, submitter } = json as Fields;
	return (
		[subject, body, submitter].every((text) => typeof text === 'string') &&
		/number|bigint/.test(typeof circularId)
	);
}

/**
 * The facts of one version of a GCN Circular, as gcn.nasa.gov/circulars/<number>.json gives it: known when it was
 * submitted, or, for an edited version, when it was edited.
 * @throws LookbackError `circulars/no-date` when it says neither.
 */
export function circularFacts(circular: Fields): PacketFacts {
	const id = Number(circular['circularId']);
	const statedAt = dateOf(circular, 'editedOn') ?? dateOf(circular, 'createdOn');
	if (statedAt === null)
		throw new LookbackError(
			'incorrect',
			'circulars/no-date',
			`Circular ${id} has neither createdOn nor editedOn in milliseconds since 1970, of 1990 or later.`,
			{ circularId: id }
		);
	const title = String(circular['subject']).trim();
	const told = typeof circular['eventId'] === 'string' ? circular['eventId'] : '';
	const named = eventOf(told) ?? (told === '' ? eventOf(title) : null);
	const event = named?.event ?? (told === '' ? null : spelled(told));
	const role = roleOfEvent(event, 'observation');
	const notice: NoticeFact = {
		collection: gcnCollection,
		noticeId: `gcn/circulars/${id}`,
		event,
		eventKind: named?.kind ?? kindOf(circular['eventType']),
		stream: 'gcn.circulars',
		kind: 'circular',
		role,
		eventAt: null,
		raDeg: null,
		decDeg: null,
		errorDeg: null,
		farHz: null,
		title,
		body: String(circular['body']),
		cites: [],
		// An address that is not part of the submitter's signature stays in the packet alone.
		detail: plain(omit(circular, 'subject', 'body', 'email'))
	};
	return noticePacket({
		source: 'gcn',
		format: 'gcn-circular',
		schemaVersion: null,
		statedAt,
		role,
		notices: [notice]
	});
}

/** GCN's own sorting of circulars, for those that name no event. */
const kindOfType: readonly (readonly [type: string, kind: EventKind])[] = [
	['GW', 'gw'],
	['GRB', 'grb'],
	['Neutrino', 'neutrino']
];

function kindOf(eventType: unknown): EventKind {
	const types: readonly unknown[] = Array.isArray(eventType) ? eventType : [];
	const known = kindOfType.find(([type]) => types.includes(type));
	return known ? known[1] : types.length > 0 ? 'transient' : 'other';
}

/** The first circular is of 1997: what lies years before it counts other units than milliseconds. */
const earliest = instantFromUnixMilliseconds(Date.UTC(1990, 0, 1));

function dateOf(circular: Fields, name: string): Instant | null {
	const value = circular[name];
	if (typeof value !== 'number' && typeof value !== 'bigint') return null;
	const date = instantFromUnixMilliseconds(Number(value));
	return date >= earliest ? date : null;
}
