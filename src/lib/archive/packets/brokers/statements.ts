import type { StatementFact } from '#lib/archive/facts.ts';

/** Who speaks about what: everything the statements of one reader share. */
export interface Voice {
	readonly subject: string;
	readonly agent: string;
	readonly software: string | null;
}

type Rest = Partial<Pick<StatementFact, 'qualifier' | 'unit' | 'detail'>>;

/** A statement about `voice.subject`: text, a number (dimensionless unless `unit` says), or nothing for null. */
export function say(voice: Voice, property: string, value: unknown, rest: Rest = {}): StatementFact[] {
	const isNumber = typeof value === 'number' && Number.isFinite(value);
	const text = isNumber ? null : textOf(value);
	if (!isNumber && text === null) return [];
	return [
		{
			// Brokers hand out what the surveys make public.
			collection: `${voice.agent.split('/')[0]}.public`,
			...voice,
			property,
			qualifier: '',
			valueText: text,
			valueNumber: isNumber ? value : null,
			unit: isNumber ? '' : null,
			detail: null,
			...rest
		}
	];
}

function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value.trim() || null;
	return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : null;
}

/** Page of a survey's object: `objects/ztf/ZTF18abc`, `objects/lsst/170587116732416143`; null for neither. */
export function objectSubject(objectId: unknown): string | null {
	const id = String(objectId);
	if (/^ZTF\d{2}[a-z]{7}$/.test(id)) return `objects/ztf/${id}`;
	return /^\d{15,19}$/.test(id) ? `objects/lsst/${id}` : null;
}
