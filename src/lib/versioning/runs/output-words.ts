import { propertyText, unitText } from '#lib/archive/told-text.ts';
import type { OutputRow } from './document.ts';

/** One thing that a run said, as a row of a table: `outputColumns` describes it. */
export interface OutputTold {
	readonly key: string;
	readonly kind: string;
	readonly subject: string | null;
	readonly what: string;
	readonly row: unknown;
}

export function outputTold(output: OutputRow): OutputTold {
	const { key, ...row } = output;
	if ('select' in output) {
		const { select, reason, score } = output;
		return { key, kind: 'selection', subject: select, what: joined(reason, score), row };
	}
	if ('statement' in output) {
		const { subject, property, qualifier, value_text, value_number, unit } = output.statement;
		const value =
			value_text ??
			(value_number === undefined
				? ''
				: `${Number(value_number.toPrecision(6))} ${unitText(unit ?? '')}`.trim());
		const named = propertyText(property) + (qualifier ? ` (${qualifier})` : '');
		return { key, kind: 'statement', subject, what: `${named}: ${value}`, row: output.statement };
	}
	if ('decision' in output) {
		const { subject, action, reason } = output.decision;
		return { key, kind: 'decision', subject, what: `${action}: ${reason}`, row: output.decision };
	}
	return { key, kind: output.table, subject: null, what: '', row: output.row };
}

function joined(reason: string | undefined, score: number | undefined): string {
	return [reason ?? '', score === undefined ? '' : `score ${Number(score.toPrecision(4))}`]
		.filter((one) => one !== '')
		.join('; ');
}
