import type { HistoryEntry } from '#lib/archive/index.server.ts';
import { areaText } from '#lib/ui/values/area-text.ts';
import { propertyText, unitText } from '#lib/archive/told-text.ts';
import { farText } from '#lib/ui/events/revisions.ts';
import { refWords, shortCommit } from '#lib/ui/software/software-words.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What a telling is about, in words, and what it says of that: the part that a revision changes. */
export interface TellingWords {
	/** `a detection in g of 2019-04-25 08:18`, `tns on its class`. */
	readonly about: string;
	/** `18.32 ± 0.05 mag`, `SN Ia`; '' where there is nothing more to say. */
	readonly value: string;
	/** The whole as a sentence: `tns classified it SN Ia`. */
	readonly sentence: string;
	/** Equal for tellings of one thing: a measurement, a property by one agent, a notice. */
	readonly key: string;
}

/** A telling of a history in words that a person reads. */
export function tellingWords({
	relation,
	detail,
	what
}: Pick<HistoryEntry, 'relation' | 'detail' | 'what'>): TellingWords {
	const say = relations[relation];
	return say ? say(detail) : { about: relation, value: '', sentence: what, key: what };
}

const relations: Readonly<Record<string, (detail: Detail) => TellingWords>> = {
	alert: (detail) =>
		measured(`alert ${text(detail['alert_id'])}`, `alert ${text(detail['alert_id'])}`, detail),
	photometry: (detail) =>
		measured(
			kinds[text(detail['kind'])] ?? text(detail['kind']),
			`measurement ${text(detail['measurement'])}`,
			detail
		),
	statement: statementWords,
	withdrawal: (detail) => ({
		about: `measurement ${text(detail['target'])}`,
		value: detail['withdrawn'] ? 'withdrawn' : 'restored',
		sentence: `${detail['relation'] === 'alert' ? 'Alert' : 'Measurement'} ${text(detail['target'])} was ${detail['withdrawn'] ? 'withdrawn' : 'restored'}${detail['reason'] ? `: ${text(detail['reason'])}` : ''}`,
		key: `withdrawal ${text(detail['target'])}`
	}),
	notice: noticeWords,
	localization: mapWords,
	software: versionWords,
	software_ref: movementWords,
	decision: (detail) => ({
		about: `decision by ${text(detail['actor'])}`,
		value: text(detail['action']),
		sentence: `${text(detail['actor'])} decided: ${text(detail['action'])}. ${text(detail['reason'])}`,
		key: `decision ${text(detail['decision'])}`
	})
};

const kinds: Readonly<Record<string, string>> = {
	detection: 'a detection',
	limit: 'an upper limit',
	forced: 'forced photometry'
};

function measured(name: string, key: string, detail: Detail): TellingWords {
	const band = text(detail['band']);
	const about = `${name}${band && ` in ${band}`}${detail['observed_at'] ? ` of ${minute(detail['observed_at'])}` : ''}`;
	const value = brightness(detail);
	return { about, value, sentence: `${about}${value && `: ${value}`}`, key };
}

/** Magnitude, flux or limit with error and unit. */
function brightness(detail: Detail): string {
	const [mag, flux, limit] = [
		number(detail['mag']),
		number(detail['flux_njy']),
		number(detail['limiting_mag'])
	];
	if (mag !== null) return `${mag.toFixed(3)}${error(detail['mag_err'], 3)} mag`;
	if (flux !== null) return `${short(flux)}${error(detail['flux_err_njy'], 0)} nJy`;
	return limit === null ? '' : `fainter than ${limit.toFixed(2)} mag`;
}

const verbs: Readonly<Record<string, string>> = {
	class: 'classified it',
	name: 'named it',
	redshift: 'gave it redshift',
	identity: 'said it is',
	host: 'named as its host',
	comment: 'commented:',
	followup: 'told of follow-up:'
};

function statementWords(detail: Detail): TellingWords {
	const [named, qualifier, agent] = [detail['property'], detail['qualifier'], detail['agent']].map(text) as [
		string,
		string,
		string
	];
	const property = propertyText(named);
	const amount = number(detail['value_number']);
	const value = [
		text(detail['value_text']),
		amount === null ? '' : short(amount),
		unitText(text(detail['unit']))
	]
		.filter(Boolean)
		.join(' ');
	const key = `statement ${property} ${qualifier} ${agent}`;
	const about = `${agent} on its ${property}${qualifier && ` (${qualifier})`}`;
	if (property === 'probability')
		return { about, value, key, sentence: `${agent} gave ${qualifier || 'it'} a probability of ${value}` };
	const verb = verbs[property];
	const sentence = verb
		? `${agent} ${verb} ${value}${qualifier && ` (${qualifier})`}`
		: `${agent} said ${property}${qualifier && ` (${qualifier})`}${value && `: ${value}`}`;
	return { about, value, sentence, key };
}

function noticeWords(detail: Detail): TellingWords {
	const [kind, stream, title] = [detail['kind'], detail['stream'], detail['title']].map(text) as [
		string,
		string,
		string
	];
	const farHz = number(detail['far_hz']);
	const rate = farHz === null ? null : farText(farHz);
	const value = [title, rate].filter(Boolean).join('; ');
	const about = kind === 'circular' ? 'Circular' : `${kind} notice on ${stream}`;
	const sentence = `${about[0]!.toUpperCase()}${about.slice(1)}${value && `: ${value}`}`;
	return { about, value, sentence, key: `notice ${text(detail['notice_id'])}` };
}

function mapWords(detail: Detail): TellingWords {
	const [area, mean, std] = [
		detail['area_90_deg2'],
		detail['distance_mean_mpc'],
		detail['distance_std_mpc']
	].map(number);
	const distance =
		mean === null || mean === undefined ? '' : `${short(mean)}${std ? ` ± ${short(std)}` : ''} Mpc`;
	const value = [area ? `90 % in ${areaText(area)} deg²` : '', distance].filter(Boolean).join(', ');
	const creator = text(detail['creator']);
	const about = `map ${text(detail['name'])}${creator && ` by ${creator}`}`;
	return {
		about,
		value,
		sentence: `M${about.slice(1)}${value && `: ${value}`}`,
		key: `map ${text(detail['notice_id'])} ${text(detail['name'])}`
	};
}

function versionWords(detail: Detail): TellingWords {
	const commit = shortCommit(detail['commit']);
	const [said = ''] = text(detail['message']).split('\n');
	const about = `version ${commit} by ${text(detail['author'])}`;
	return {
		about,
		value: said,
		sentence: `V${about.slice(1)}${said && `: ${said}`}`,
		key: `version ${commit}`
	};
}

function movementWords(detail: Detail): TellingWords {
	const about = refWords(text(detail['ref']));
	const value = detail['commit'] ? shortCommit(detail['commit']) : 'taken away';
	const sentence = detail['commit'] ? `${about} moved to ${value}` : `${about} was taken away`;
	return {
		about,
		value,
		sentence: `${sentence[0]!.toUpperCase()}${sentence.slice(1)}`,
		key: text(detail['ref'])
	};
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
	return typeof value === 'number' ? value : null;
}

const short = (value: number) => String(Number(value.toPrecision(4)));

function error(value: unknown, digits: number): string {
	const size = number(value);
	return size === null ? '' : ` ± ${digits ? size.toFixed(digits) : short(size)}`;
}

/** `2019-04-25T08:18:26.03+00:00` to the minute. */
const minute = (iso: unknown) => text(iso).slice(0, 16).replace('T', ' ');
