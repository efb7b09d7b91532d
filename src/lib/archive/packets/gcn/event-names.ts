import type { PacketRole } from '#lib/archive/facts.ts';

export type EventKind = 'gw' | 'grb' | 'neutrino' | 'transient' | 'other';

/** An event as the archive spells it (no blanks, so that it can stand in an address), and what kind it is. */
export interface EventName {
	readonly event: string;
	readonly kind: EventKind;
}

/**
 * How events are named in titles, headers and ids, the first match winning. `$1`, `$2` are the pattern's groups.
 * Sources: the GCN Circulars style guide (gcn.nasa.gov/docs/circulars/styleguide), the LVK public alerts user guide
 * (emfollow.docs.ligo.org), IceCube's realtime alerts (roc.icecube.wisc.edu), the TNS naming scheme.
 */
const patterns: readonly (readonly [pattern: RegExp, event: string, kind: EventKind])[] = [
	[/\b([MT]?S\d{6}[a-z]{1,4})\b/, '$1', 'gw'],
	[/\b(GW\d{6}(?:_\d{6}|[A-Z])?)\b/, '$1', 'gw'],
	[/\b([GMT]\d{5,6})\b/, '$1', 'gw'],
	[/\bIceCube-?Cascade[- ]?(\d{6}[A-Za-z])\b/i, 'IceCubeCascade-$1', 'neutrino'],
	[/\b(?:IceCube-|IceCube |IC-?)(\d{6}[A-Z])\b/, 'IceCube-$1', 'neutrino'],
	[/\bNuEm-(\d{6}[A-Z])\b/i, 'NuEm-$1', 'neutrino'],
	[/\bKM3-(\d{6}[A-Z])\b/, 'KM3-$1', 'neutrino'],
	[/\bGRB ?(?:20(?=\d{6}[A-Z]))?(\d{6})([A-Z])\b/, 'GRB$1$2', 'grb'],
	[/\bGRB ?(\d{6}\.\d{2,3})\b/, 'GRB$1', 'grb'],
	[/\bGRB ?(\d{9})\b/, 'bn$1', 'grb'],
	[/\bbn ?(\d{9})\b/, 'bn$1', 'grb'],
	[/\bEP ?(\d{6}[a-z]{1,2})\b/, 'EP$1', 'transient'],
	[/\bFRB ?(\d{8}[A-Z]{1,4})\b/, 'FRB$1', 'transient'],
	[/\b(AT|SN) ?((?:19|20)\d{2}(?:[A-Z]|[a-z]{2,5}))\b/, '$1$2', 'transient'],
	[
		/\b(ZTF\d{2}[a-z]{7}|Gaia\d{2}[a-z]{3,4}|ASASSN-\d{2}[a-z]{2,3}|ATLAS\d{2}[a-z]{3,4})\b/,
		'$1',
		'transient'
	],
	[/\b(SGR|Swift|MAXI) ?(J?\d{4}(?:\.\d)?[+-]\d{3,5})\b/, '$1$2', 'transient'],
	// GBM's own name of a burst, YYMMDDfff, may stand before or behind the trigger number.
	[
		/\bFermi\b.*\btrigger (?:No )?(?:\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}\/)?(\d{9})\b/i,
		'Fermi-$1',
		'grb'
	],
	[/\bFermi (\d{9})\b/i, 'Fermi-$1', 'grb'],
	[/\bSwift trigger (\d{6,8})\b(?!-)/i, 'Swift-$1', 'grb'],
	[/\bIBAS trigger (\d+)\b/i, 'INTEGRAL-$1', 'grb']
];

/** Titles have some hundred characters; of a text of millions the patterns would take the square. */
const longestTitle = 2000;

/** The event a text names first in the order of the patterns, or null. */
export function eventOf(text: string): EventName | null {
	const beginning = text.slice(0, longestTitle);
	for (const [pattern, event, kind] of patterns) {
		const match = pattern.exec(beginning);
		if (match)
			return { event: event.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? ''), kind };
	}
	return null;
}

/** A name in the archive's spelling: by a pattern where one fits, else without blanks and signs of addresses. */
export function spelled(name: string): string {
	return (
		eventOf(name)?.event ??
		name
			.trim()
			.replace(/\s+/g, '')
			.replace(/[/?#%]/g, '-')
	);
}

/**
 * IceCube's identity of an event, `IC<run>_<event>`: the one name that Classic notices, their revisions and the
 * Kafka notices (`RUNID_EVENTID`, `RUNID_EVENTID_REVISION`) share.
 */
export function iceCubeEvent(run: string | number, event: string | number): string {
	return `IC${Number(run)}_${Number(event)}`;
}

/** LVK's mock superevents begin with M, its test ones with T. */
export const mockEvent = /^M(S\d{6}[a-z]+|\d{5,6})$/;
export const testEvent = /^T(S\d{6}[a-z]+|\d{4,6})$/;

/** What the name of an event says, else as the packet says. */
export function roleOfEvent(event: string | null, told: PacketRole): PacketRole {
	if (event !== null && mockEvent.test(event)) return 'mock';
	if (event !== null && testEvent.test(event)) return 'test';
	return told;
}
