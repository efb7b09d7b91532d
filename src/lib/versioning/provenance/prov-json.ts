import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Provenance, Relation, RelationType, Thing } from './model.ts';

/** Names of things, and of their properties and types: see `docs/provenance.md`. */
export const namespaces = { archive: 'urn:lookback:archive:', lookback: 'urn:lookback:terms:' } as const;

/** What each relation calls its two ends. */
const ends: Readonly<Record<RelationType, readonly [from: string, to: string]>> = {
	used: ['prov:activity', 'prov:entity'],
	wasGeneratedBy: ['prov:entity', 'prov:activity'],
	wasAssociatedWith: ['prov:activity', 'prov:agent'],
	wasAttributedTo: ['prov:entity', 'prov:agent'],
	wasDerivedFrom: ['prov:generatedEntity', 'prov:usedEntity'],
	wasInformedBy: ['prov:informed', 'prov:informant'],
	wasInfluencedBy: ['prov:influencee', 'prov:influencer']
};

type Values = Record<string, unknown>;

/**
 * A PROV-JSON document (W3C Member Submission of 24 April 2013): things by name, relations by numbers in their order.
 * `basis` is told of what the document is about.
 */
export function provJson(
	{ things, relations }: Provenance,
	about: string,
	basis: string
): Record<string, Values> {
	const of = (kind: Thing['kind']) =>
		Object.fromEntries(
			things
				.filter((one) => one.kind === kind)
				.map((one) => [nameOf(one.id), valuesOf(one, one.id === about ? basis : null)])
		);
	const told = Object.keys(ends).map((type) => [
		type,
		Object.fromEntries(
			relations
				.map((one, index) => ({ one, name: `_:r${index + 1}` }))
				.filter(({ one }) => one.type === type)
				.map(({ one, name }) => [name, relationValues(one)])
		)
	]);
	const parts = [['entity', of('entity')], ['activity', of('activity')], ['agent', of('agent')], ...told];
	return {
		prefix: { ...namespaces },
		...Object.fromEntries(parts.filter(([, part]) => Object.keys(part as Values).length > 0))
	};
}

function nameOf(id: string): string {
	return `archive:${id}`;
}

function valuesOf(thing: Thing, basis: string | null): Values {
	const { type, label, at, endedAt, kind, detail = {} } = thing;
	const time = kind === 'activity' ? 'prov:startTime' : 'lookback:known_at';
	const own = Object.entries(detail)
		.filter(([, value]) => value !== null)
		.map(([name, value]) => [`lookback:${name}`, typed(value!)]);
	return {
		'prov:type': { $: `lookback:${type}`, type: 'prov:QUALIFIED_NAME' },
		'prov:label': label,
		...(at !== null && { [time]: kind === 'activity' ? formatInstant(at) : instant(at) }),
		...(endedAt !== undefined && { 'prov:endTime': formatInstant(endedAt) }),
		...Object.fromEntries(own),
		...(basis !== null && { 'lookback:basis': basis })
	};
}

function typed(value: string | number | bigint): unknown {
	if (typeof value === 'string') return value;
	return {
		$: String(value),
		type: typeof value === 'bigint' || Number.isInteger(value) ? 'xsd:long' : 'xsd:double'
	};
}

function instant(at: Instant): unknown {
	return { $: formatInstant(at), type: 'xsd:dateTime' };
}

function relationValues({ type, from, to, plan, isRevision }: Relation): Values {
	const [later, earlier] = ends[type];
	return {
		[later]: nameOf(from),
		[earlier]: nameOf(to),
		...(plan !== undefined && { 'prov:plan': nameOf(plan) }),
		...(isRevision && { 'prov:type': { $: 'prov:Revision', type: 'prov:QUALIFIED_NAME' } })
	};
}
