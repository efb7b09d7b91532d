import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { others, type Provenance, type Relation, type Thing } from './model.ts';

/** Most of a kind that stand beside a thing. */
export const mostBeside = 25;

/** An object, named by another thing or told by itself. */
export function objectThing(survey: string, objectId: string): Thing {
	return { id: `objects/${survey}/${objectId}`, kind: 'entity', type: 'object', label: objectId, at: null };
}

export interface AlertRow {
	readonly survey: string;
	readonly alert_id: bigint;
	readonly band: string | null;
	readonly known_at: Instant;
}

export function alertThing({ survey, alert_id, band, known_at }: AlertRow): Thing {
	return {
		id: `alerts/${survey}/${alert_id}`,
		kind: 'entity',
		type: 'alert',
		label: `alert ${alert_id}${band ? ` in ${band}` : ''}`,
		at: known_at
	};
}

export interface NoticeRow {
	readonly notice_id: string;
	readonly kind: string;
	readonly stream: string;
	readonly known_at: Instant;
}

export function noticeThing({ notice_id, kind, stream, known_at }: NoticeRow): Thing {
	return {
		id: `notices/${notice_id}`,
		kind: 'entity',
		type: 'notice',
		label: `${kind} ${stream}`,
		at: known_at
	};
}

export function batchThing(number: bigint, at: Instant | null): Thing {
	return {
		id: `batches/${number}`,
		kind: 'activity',
		type: 'batch',
		label: `recording of batch ${number}`,
		at
	};
}

const kinds: Readonly<Record<string, Thing['type']>> = {
	objects: 'object',
	events: 'event',
	alerts: 'alert',
	campaigns: 'campaign',
	facilities: 'facility'
};

/** A thing that another names. */
export function mentioned(id: string): Thing {
	const [kind = '', ...name] = id.split('/');
	const type = kinds[kind] ?? 'others';
	return { id, kind: 'entity', type, label: name.at(-1) ?? id, at: null };
}

export function derived(from: string, things: readonly Thing[]): Relation[] {
	return things.map(({ id }) => ({ type: 'wasDerivedFrom', from, to: id }));
}

export function rest(id: string, count: number, what: string): Provenance {
	if (count <= mostBeside) return { things: [], relations: [] };
	const thing = others(id, count - mostBeside, what);
	return { things: [thing], relations: derived(id, [thing]) };
}

/** Several together; a thing that is told fully replaces a mention of it. */
export function together(...parts: readonly Provenance[]): Provenance {
	return {
		things: parts.flatMap(({ things }) => things),
		relations: parts.flatMap(({ relations }) => relations)
	};
}

/** What is said of a thing that is not there, or not the asker's to see. */
export function unknown(id: string): LookbackError {
	return new LookbackError(
		'not-found',
		'versioning/unknown-provenance',
		`Nothing is known then of ${id.slice(0, 200)}, or it is not for you to see.`,
		{ id }
	);
}
