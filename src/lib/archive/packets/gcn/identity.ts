import { eventOf, iceCubeEvent, spelled, type EventKind } from './event-names.ts';

/** Whose event a notice is about: by the folder of its schema, the first match winning. */
interface MissionRule {
	readonly topic: RegExp;
	/** What stands before the mission's own number; '': the folder's name; null: the name stands alone. */
	readonly prefix: string | null;
	readonly kind: EventKind;
}

/** Numbers mean the same here as in the VOEvents of these missions, and get the same names (`voevent/stream-rules.ts`). */
const missions: readonly MissionRule[] = [
	{ topic: /\.lvk?\b|\.lvc\b|\.lvk_nu_|LVK|LvkNu/, prefix: null, kind: 'gw' },
	{ topic: /\.(amon|icecube)\b/, prefix: 'IC', kind: 'neutrino' },
	{ topic: /\.fermi\.lat\.flare/, prefix: 'Fermi-LAT-', kind: 'transient' },
	{ topic: /\.fermi\b/, prefix: 'Fermi-', kind: 'grb' },
	{ topic: /\.swift\b/, prefix: 'Swift-', kind: 'grb' },
	{ topic: /\.integral\b/, prefix: 'INTEGRAL-', kind: 'grb' },
	{ topic: /\.calet_gbm\b/, prefix: 'CALET-', kind: 'grb' },
	{ topic: /\.konus\b/, prefix: 'Konus-', kind: 'grb' },
	{ topic: /\.maxi\b/, prefix: 'MAXI-', kind: 'transient' },
	{ topic: /\.moa\b/, prefix: 'MOA-', kind: 'transient' },
	{ topic: /\.gecam\b/, prefix: 'GECAM-', kind: 'grb' },
	{ topic: /\.agile\b/, prefix: 'AGILE-', kind: 'grb' },
	{ topic: /\.snews2?\b/, prefix: 'SNEWS-', kind: 'neutrino' },
	{ topic: /\.(sk_sn|superk)\b/, prefix: 'SuperK-', kind: 'neutrino' },
	{ topic: /\.(einstein_probe|ep)\b/, prefix: 'EP-', kind: 'transient' },
	{ topic: /\.km3net\b/, prefix: 'KM3NeT-', kind: 'neutrino' },
	{ topic: /\.svom\b/, prefix: 'SVOM-', kind: 'grb' },
	{ topic: /\.(chime|dsa110)\b/, prefix: 'FRB-', kind: 'transient' },
	{
		topic: /\.(burstcube|glowbug|astrosat|hete|suzaku|bepposax|milagro|rxte|near|alexis)\b/,
		prefix: '',
		kind: 'grb'
	},
	{ topic: /(?:)/, prefix: '', kind: 'other' }
];

export interface Identity {
	readonly event: string | null;
	readonly kind: EventKind;
	/** Other names that the notice gives the event. */
	readonly names: readonly string[];
}

/** What a GCN notice says about whose event it is; `topic` is as `gcn.notices.fermi.gbm.trigger`. */
export function identify(topic: string, json: Readonly<Record<string, unknown>>): Identity {
	const mission = missions.find((each) => each.topic.test(topic))!;
	const [ids, names] = [listOf(json['id']), listOf(json['event_name'])];
	const told = [json['superevent_id'], json['ref_ID'], json['follow_up_event']].flatMap(listOf);
	const followed = told.map((each) => eventOf(each)).find((each) => each !== null) ?? null;
	if (followed !== null) return { ...followed, names: [] };
	const own = mission.prefix === 'IC' ? amonEvent(ids, json['notice_type']) : numbered(mission, topic, ids);
	const event = own ?? (names[0] === undefined ? null : spelled(names[0]));
	const others = [...names.map(spelled), ...ids.slice(1).flatMap((id) => eventOf(id)?.event ?? [])];
	const kind = mission.kind === 'other' && event !== null ? (eventOf(event)?.kind ?? 'other') : mission.kind;
	return { event, kind, names: [...new Set(others)].filter((name) => name !== event) };
}

function numbered({ prefix }: MissionRule, topic: string, ids: readonly string[]): string | null {
	const [id] = ids;
	// A counterpart's number is that of whoever observed it, not of the event.
	if (id === undefined || topic.includes('.counterpart.')) return null;
	if (prefix === null) return spelled(id);
	const known = eventOf(id);
	if (known !== null) return known.event;
	const folder = topic.split('.').find((part) => !/^(gcn|notices|classic)$/.test(part));
	return (prefix === '' ? `${folder}-` : prefix) + spelled(id);
}

/** AMON and IceCube: `["<run>_<event>"]`, `["<run>_<event>_<revision>"]` or `["<run>", "<event>"]`; run 0 is NuEM. */
function amonEvent(ids: readonly string[], noticeType: unknown): string | null {
	const [run, event] = ids.join('_').split('_');
	if (run === undefined || event === undefined || !/^\d+$/.test(run) || !/^\d+$/.test(event)) return null;
	if (noticeType === 'Burst') return `HAWC-${Number(run)}_${Number(event)}`;
	return Number(run) === 0 ? `NuEm-0_${Number(event)}` : iceCubeEvent(run, event);
}

function listOf(value: unknown): string[] {
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	return list.flatMap((each) =>
		typeof each === 'string'
			? each.trim() === ''
				? []
				: [each.trim()]
			: typeof each === 'number' || typeof each === 'bigint'
				? [String(each)]
				: []
	);
}
