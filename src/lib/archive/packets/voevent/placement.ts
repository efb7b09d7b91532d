import { kindOfAlertType } from '../gcn/alert-kind.ts';
import { eventOf, roleOfEvent, spelled, type EventKind } from '../gcn/event-names.ts';
import type { NoticeFact, PacketRole } from '#lib/archive/facts.ts';
import { gcnNoticeTypes } from './notice-types.ts';
import type { Params, ParamValue } from './params.ts';
import { streamRules, type EventRule, type StreamRule } from './stream-rules.ts';

/** What a notice is, by the stream it came on and its parameters. */
export interface Placed {
	readonly stream: string;
	readonly source: string;
	readonly event: string | null;
	readonly eventKind: EventKind;
	readonly kind: string;
	readonly role: PacketRole;
	/** A second name that the notice gives the event, or null. */
	readonly otherName: string | null;
}

/** `ivo://nasa.gsfc.gcn/Fermi#GBM_Alert_...` -> authority, resource and what is behind the `#`. */
interface Ivorn {
	readonly authority: string;
	readonly resource: string;
	readonly fragment: string;
}

/** Places a notice; `told` is the role its author gave it, `cites` what it cites. */
export function placeNotice(
	ivornText: string,
	params: Params,
	told: PacketRole,
	cites: NoticeFact['cites']
): Placed {
	const ivorn = splitIvorn(ivornText);
	const stream = streamOf(ivorn, params);
	const rule = streamRules.find((each) => each.stream.test(stream))!;
	const event =
		rule.event === 'name' ? nameIn(ivorn.fragment, params) : rule.event && eventBy(rule.event, params);
	const isInjection = params.values['HardwareInj'] === 1;
	return {
		stream,
		source:
			ivorn.authority === 'gwnet' ? 'lvk' : ivorn.authority === 'nasa.gsfc.gcn' ? 'gcn' : ivorn.authority,
		event,
		eventKind: rule.eventKind,
		kind: kindOf(rule, params, cites),
		role: roleOfEvent(event, rule.test || isInjection ? 'test' : told),
		otherName: event && rule.name ? secondName(rule.name, params, event) : null
	};
}

function splitIvorn(ivorn: string): Ivorn {
	const [, authority, resource, fragment] = /^ivo:\/\/([^/#]*)\/?([^#]*)#?(.*)$/s.exec(ivorn) ?? [];
	return { authority: authority ?? '', resource: resource ?? '', fragment: fragment ?? '' };
}

/** Streams are named in some ten words; of a text of millions the patterns would take the square. */
const longestFragment = 500;

/** GCN's name of the stream by packet type; else by the words of the IVORN; elsewhere the IVORN's own address. */
function streamOf({ authority, resource, fragment }: Ivorn, params: Params): string {
	if (resource === 'LVC' || resource === 'gcn_sender') return 'LVC';
	// `sb25120806_eclairs-wakeup`, the burst before the words
	if (authority === 'org.svom')
		return `SVOM_${wordsOf(fragment.replace(/^[^_]*_/, '').replaceAll('-', '_'))}`;
	if (authority !== 'nasa.gsfc.gcn') return resource === '' ? authority : `${authority}/${resource}`;
	const type = params.values['Packet_Type'];
	const named = typeof type === 'number' ? gcnNoticeTypes[type] : undefined;
	return named ?? `${resource.toUpperCase()}_${wordsOf(fragment)}`;
}

/** The words before the first number: `GBM_Alert_2020-01-01T...` -> `GBM_ALERT`. */
function wordsOf(fragment: string): string {
	return fragment
		.slice(0, longestFragment)
		.replace(/_?-?\d.*$/, '')
		.replace(/_+$/, '')
		.toUpperCase();
}

function eventBy(rule: EventRule, params: Params): string | null {
	const parts = rule.params.map((name) => params.values[name]);
	if (parts.some((part) => part === undefined || part === null || typeof part === 'boolean')) return null;
	const numbers = parts.map((part) => (typeof part === 'string' && /^\d+$/.test(part) ? Number(part) : part));
	const [first] = numbers;
	const { least = -Infinity, most = Infinity } = rule;
	if (typeof first === 'number' ? first < least || first > most : least > 0) return null;
	const shown = rule.modulo && typeof first === 'number' ? [first % rule.modulo] : numbers;
	return rule.prefix + shown.map(String).join('_');
}

function nameIn(fragment: string, params: Params): string | null {
	const named = [
		params.values['asassn_params.id_assasn'],
		fragment,
		fragment.replace(/_(?=20\d\d[a-z])/, '_AT')
	];
	for (const name of named) {
		const found = typeof name === 'string' ? eventOf(name.replaceAll('_', ' ')) : null;
		if (found) return found.event;
	}
	return fragment === '' ? null : spelled(fragment);
}

function secondName(rule: { prefix: string; param: string }, params: Params, event: string): string | null {
	const told = params.values[rule.param];
	const name = typeof told === 'string' ? eventOf(rule.prefix + told)?.event : undefined;
	return name === undefined || name === event ? null : name;
}

const retractionFlags = ['Retraction', 'retraction', 'Trigger_ID.Retraction', 'Trigger_ID.RetractFlag'];
const isSet = (value: ParamValue | readonly ParamValue[] | undefined): boolean =>
	value === true || value === 1 || value === 'true';

function kindOf({ kind, revision }: StreamRule, params: Params, cites: NoticeFact['cites']): string {
	if (retractionFlags.some((name) => isSet(params.values[name]))) return 'retraction';
	const alertType = params.values['AlertType'];
	if (typeof alertType === 'string') return kindOfAlertType(alertType) ?? 'other';
	if (cites.some(({ how }) => how === 'retraction')) return 'retraction';
	const count = revision === undefined ? undefined : params.values[revision];
	return typeof count === 'number' && count > 0 ? 'update' : kind;
}
