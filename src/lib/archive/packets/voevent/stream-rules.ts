import type { EventKind } from '../gcn/event-names.ts';

/** How an event's name is made of a notice's parameters: the prefix and the numbers, joined by `_`. */
export interface EventRule {
	readonly prefix: string;
	readonly params: readonly string[];
	/** Numbers outside name no event: Swift's below 100,000 and from 3,000,000 are planned targets. */
	readonly least?: number;
	readonly most?: number;
	/** The event is the remainder (INTEGRAL counts revisions in the bits above 16). */
	readonly modulo?: number;
}

export interface StreamRule {
	readonly stream: RegExp;
	readonly eventKind: EventKind;
	/** Null: these notices are about no event; `'name'`: the event is named in the IVORN. */
	readonly event: EventRule | 'name' | null;
	/** What a notice of the stream is when it does not say so itself. */
	readonly kind: 'initial' | 'update' | 'other';
	/** The parameter that counts revisions: 0 is the initial notice, more are updates. */
	readonly revision?: string;
	/** The parameter that gives the event a second name, and what stands before it there. */
	readonly name?: { readonly prefix: string; readonly param: string };
	/** Streams made for testing are tests whatever role their notices claim. */
	readonly test?: true;
}

const swift: EventRule = { prefix: 'Swift-', params: ['TrigID'], least: 100_000, most: 2_999_999 };
const fermi: EventRule = { prefix: 'Fermi-', params: ['TrigID'], least: 100_000 };
const integral: EventRule = { prefix: 'INTEGRAL-', params: ['TrigID'], least: 1, modulo: 1 << 16 };
const svom: EventRule = { prefix: 'SVOM-', params: ['Svom_Identifiers.Burst_Id'] };
const iceCube: EventRule = { prefix: 'IC', params: ['run_id', 'event_id'] };
const trigger = (mission: string): EventRule => ({ prefix: `${mission}-`, params: ['TrigID'], least: 1 });

/**
 * What is particular to each stream; the first match wins. GCN's descriptions of its notices say what the numbers
 * mean: gcn.nasa.gov/missions and gcn.gsfc.nasa.gov/sock_pkt_def_doc.html.
 */
export const streamRules: readonly StreamRule[] = [
	{ stream: /TEST|cflynn/, eventKind: 'other', event: null, kind: 'other', test: true },
	{ stream: /POINTDIR$/, eventKind: 'other', event: null, kind: 'other' },
	{ stream: /^LVC$/, eventKind: 'gw', event: { prefix: '', params: ['GraceID'] }, kind: 'other' },
	{ stream: /^SWIFT_BAT_(SUBSUB|KNOWN_SRC|MONITOR)$/, eventKind: 'transient', event: null, kind: 'other' },
	{
		stream: /^SWIFT_BAT_GRB_(ALERT|POS_ACK)$|^SWIFT_BAT_QL_POS$/,
		eventKind: 'grb',
		event: swift,
		kind: 'initial'
	},
	{ stream: /^SWIFT_(XRT_POSITION|UVOT_POS|BAT_TRANS)$/, eventKind: 'grb', event: swift, kind: 'update' },
	{ stream: /^SWIFT_/, eventKind: 'grb', event: swift, kind: 'other' },
	{ stream: /^FERMI_GBM_ALERT/, eventKind: 'grb', event: fermi, kind: 'initial' },
	{
		stream: /^FERMI_GBM_SUBTHRESH$/,
		eventKind: 'grb',
		event: { prefix: 'Fermi-SubThresh-', params: ['Trans_Num'] },
		kind: 'initial'
	},
	{
		stream: /^FERMI_LAT_MONITOR$/,
		eventKind: 'transient',
		event: { prefix: 'Fermi-LAT-', params: ['TrigID'] },
		kind: 'initial'
	},
	{ stream: /^FERMI_LAT_OFFLINE$/, eventKind: 'grb', event: fermi, kind: 'initial' },
	{ stream: /^FERMI_/, eventKind: 'grb', event: fermi, kind: 'update' },
	{ stream: /^INTEGRAL_(REFINED|OFFLINE)$/, eventKind: 'grb', event: integral, kind: 'update' },
	{ stream: /^INTEGRAL_/, eventKind: 'grb', event: integral, kind: 'initial' },
	{
		stream: /^(AMON_)?ICECUBE_/,
		eventKind: 'neutrino',
		event: iceCube,
		kind: 'initial',
		revision: 'Rev',
		name: { prefix: '', param: 'event_name' }
	},
	{
		stream: /^HAWC_BURST_MONITOR$/,
		eventKind: 'grb',
		event: { prefix: 'HAWC-', params: ['run_id', 'event_id'] },
		kind: 'initial',
		revision: 'rev'
	},
	{
		stream: /^AMON_NU_EM_COINC$/,
		eventKind: 'neutrino',
		event: { prefix: 'NuEm-', params: ['Run_ID', 'Event_ID'] },
		kind: 'initial',
		revision: 'Rev',
		name: { prefix: 'NuEm-', param: 'Event_Date' }
	},
	{ stream: /^SNEWS$/, eventKind: 'neutrino', event: trigger('SNEWS'), kind: 'initial' },
	{ stream: /^AGILE_/, eventKind: 'grb', event: trigger('AGILE'), kind: 'initial' },
	{ stream: /^CALET_/, eventKind: 'grb', event: trigger('CALET'), kind: 'initial' },
	{ stream: /^KONUS_/, eventKind: 'grb', event: trigger('Konus'), kind: 'initial' },
	{ stream: /^IPN_/, eventKind: 'grb', event: trigger('IPN'), kind: 'initial' },
	{
		stream: /^GECAM_/,
		eventKind: 'grb',
		event: { prefix: 'GECAM-', params: ['Trigger_Number'] },
		kind: 'initial'
	},
	{ stream: /^SVOM_.*(WAKEUP|TRIGGER)$/, eventKind: 'grb', event: svom, kind: 'initial' },
	{ stream: /^SVOM_/, eventKind: 'grb', event: svom, kind: 'other' },
	{ stream: /^MAXI_/, eventKind: 'transient', event: trigger('MAXI'), kind: 'initial' },
	{ stream: /^MOA$/, eventKind: 'transient', event: trigger('MOA'), kind: 'initial' },
	// The number here is that of whoever observed, not of the event.
	{ stream: /^GRB_CNTRPART$/, eventKind: 'transient', event: null, kind: 'other' },
	{ stream: /gaia|asassn|utmost|mlsot|catot/i, eventKind: 'transient', event: 'name', kind: 'initial' },
	{ stream: /(?:)/, eventKind: 'other', event: null, kind: 'other' }
];
