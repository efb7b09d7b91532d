import { z } from 'zod';
import type { Manifest } from '../manifest.ts';
import type { Code, Output } from './evaluation.ts';
import { wishOf } from '#lib/wish.ts';
import { failure } from './failure.ts';

const name = z.string().trim().min(1).max(500);
const words = z.string().max(10_000);

const shapes = {
	select: z.strictObject({ select: name, reason: words.optional(), score: z.number().optional() }),
	statement: z.strictObject({
		statement: z
			.strictObject({
				subject: name,
				property: name,
				qualifier: name.optional(),
				value_text: words.optional(),
				value_number: z.number().optional(),
				unit: name.optional(),
				detail: z.json().optional()
			})
			.refine(
				(said) =>
					said.value_text !== undefined || said.value_number !== undefined || said.detail !== undefined,
				'must have one of value_text, value_number and detail'
			)
	}),
	decision: z.strictObject({
		decision: z.strictObject({ subject: name, action: name, reason: words.min(1) })
	}),
	table: z.strictObject({ table: name, row: z.record(z.string(), z.json()) })
} as const;

type Kind = keyof typeof shapes;
const kinds = Object.keys(shapes) as Kind[];

/**
 * What an analysis said in one line, checked.
 * @throws LookbackError `versioning/bad-output` when it has another shape, `versioning/undeclared-output` when its
 * manifest does not declare it.
 */
export function checkOutput(code: Code, key: string, value: unknown): Output {
	const kind = kinds.find((one) => typeof value === 'object' && value !== null && one in value);
	if (!kind)
		throw failure(
			code,
			'bad-output',
			key,
			`said ${excerpt(value)}, which has none of ${kinds.join(', ')}; it must have one of them`
		);
	const parsed = shapes[kind].safeParse(value);
	if (!parsed.success) {
		const issue = parsed.error.issues[0]!;
		const wrong =
			issue.code === 'unrecognized_keys'
				? `${issue.keys.join(', ')} is no field that it may have`
				: `${issue.path.join('.') || 'it'} ${wishOf(issue)}`;
		throw failure(code, 'bad-output', key, `said ${excerpt(value)}, in which ${wrong}`);
	}
	const output = parsed.data as Output;
	const undeclared = missingIn(code.manifest.emits, output);
	if (undeclared) throw failure(code, 'undeclared-output', key, undeclared);
	return output;
}

/** What an output wants of the manifest's `emits` that it has not; null where it has. */
function missingIn(emits: Manifest['emits'], output: Output): string | null {
	if ('select' in output)
		return emits.selections ? null : 'made a selection; its manifest declares no selections';
	if ('statement' in output) return unless('statements', emits.statements, output.statement.property);
	if ('decision' in output) return unless('decisions', emits.decisions, output.decision.action);
	return unless('tables', emits.tables, output.table);
}

function unless(what: string, declared: readonly string[], said: string): string | null {
	return declared.includes(said)
		? null
		: `said '${said}', which is none of the ${what} that its manifest declares (${declared.join(', ') || 'none'})`;
}

/** The beginning of a value, as JSON. */
export function excerpt(value: unknown): string {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
