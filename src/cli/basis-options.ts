import type { BasisRequest } from '#lib/archive/basis.ts';

/** For `parse({ options: { ...basisOptions } })`. */
export const basisOptions = {
	known: { type: 'string' },
	batch: { type: 'string' },
	basis: { type: 'string' },
	'as-recorded': { type: 'string' }
} as const;

/** For `describe.options`. */
export const basisHelp = {
	'--known <moment>': 'as known at this moment; now unless given',
	'--batch <number>': 'of what was recorded by this batch; the newest unless given',
	'--basis <basis>': 'both at once, as an earlier answer gave it: 2019-10-01T20:59:00Z~1742',
	'--as-recorded <moment>': 'of what this archive had at this moment'
};

type Given = { readonly [Name in keyof typeof basisOptions]?: string };

export function basisOf({ known, batch, basis, 'as-recorded': asRecorded }: Given): BasisRequest {
	return { known, batch, basis, asRecorded };
}

/** The same under the names that procedures take them by. */
export function basisInput({ known, batch, basis, 'as-recorded': as_recorded }: Given) {
	return { known, batch, basis, as_recorded };
}
