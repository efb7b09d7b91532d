import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';

/*
 * Fields of inputs. Each reads what a query string can say (and what a program sends as it is), refuses with the
 * end of a sentence that its name begins, and carries the JSON schema by which the API's description shows it.
 */

/** JSON schema of a parameter, as OpenAPI 3.1 has it. */
export type ParameterSchema = Readonly<Record<string, unknown>>;

declare module 'zod' {
	interface GlobalMeta {
		readonly parameter?: ParameterSchema;
	}
}

const shown = (value: unknown): string =>
	typeof value === 'string' ? value.slice(0, 100) : (JSON.stringify(value) ?? 'nothing').slice(0, 100);

/** Text without what PostgreSQL cannot keep: nul characters and halves of surrogate pairs. */
export function plain<T extends z.ZodType<string>>(field: T): T {
	return field.refine((text) => text.isWellFormed() && !text.includes('\0'), {
		error: 'must be text without nul characters and broken surrogate pairs',
		abort: true
	});
}

/** A text of 1 to `most` characters. */
export function text(description: string, most = 200) {
	const error = (issue: { input?: unknown }) =>
		`must be a text of 1 to ${most} characters; got ${typeof issue.input === 'string' ? `${issue.input.length} characters` : shown(issue.input)}`;
	return plain(z.string({ error }).min(1, { error, abort: true }).max(most, { error, abort: true })).meta({
		description,
		parameter: { type: 'string', minLength: 1, maxLength: most, pattern: '^[^\\u0000]+$' }
	});
}

/** One of a few words. */
export function word<const Words extends readonly [string, ...string[]]>(description: string, words: Words) {
	return z
		.enum(words, { error: (issue) => `must be one of ${words.join(', ')}; got ${shown(issue.input)}` })
		.meta({ description, parameter: { type: 'string', enum: words } });
}

/** Read in one go: a body may hold 256 KiB of digits. */
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A number for which `accepts` holds; `wanted` says which those are. */
export function number(
	description: string,
	wanted: string,
	accepts: (value: number) => boolean,
	schema: ParameterSchema
) {
	return z
		.union([z.number(), z.string()], { error: (issue) => `must be ${wanted}; got ${shown(issue.input)}` })
		.transform((given, context) => {
			const value = typeof given === 'string' ? (decimal.test(given.trim()) ? Number(given) : NaN) : given;
			if (Number.isFinite(value) && accepts(value)) return value;
			context.addIssue({ code: 'custom', message: `must be ${wanted}; got ${shown(given)}` });
			return z.NEVER;
		})
		.meta({ description, parameter: { type: 'number', ...schema } });
}

/** A whole number of 64 bits, as text or bigint. */
export function long(description: string) {
	return z
		.union([z.bigint(), z.string()], {
			error: (issue) => `must be a whole number of 64 bits; got ${shown(issue.input)}`
		})
		.transform((given, context) => int64(String(given), context))
		.meta({ description, parameter: { type: 'string', pattern: '^-?[0-9]{1,18}$' } });
}

/** Reads a whole number of 64 bits. */
export function int64(written: string, context: z.core.$RefinementCtx): bigint {
	const value = /^-?\d{1,19}$/.test(written) ? BigInt(written) : null;
	if (value !== null && BigInt.asIntN(64, value) === value) return value;
	context.addIssue({ code: 'custom', message: `must be a whole number of 64 bits; got ${shown(written)}` });
	return z.NEVER;
}

/** A moment: ISO 8601, MJD or JD, all UTC. */
export function instant(description: string) {
	return text(description, 100)
		.transform((given, context): Instant => {
			try {
				return parseInstant(given);
			} catch (error) {
				if (!(error instanceof LookbackError)) throw error;
				context.addIssue({ code: 'custom', message: `is not read: ${error.message.replace(/\.$/, '')}` });
				return z.NEVER;
			}
		})
		.meta({ description, parameter: instantParameter });
}

/** How moments are described; texts that are relative to now are not offered. */
export const instantParameter: ParameterSchema = {
	type: 'string',
	examples: ['2019-10-01T20:59:00Z', 'MJD 58757.87', 'JD 2458758.37']
};

/** `true` or `false`. */
export function flag(description: string) {
	return z
		.union([z.boolean(), z.enum(['true', 'false'])], {
			error: (issue) => `must be true or false; got ${shown(issue.input)}`
		})
		.transform((given) => given === true || given === 'true')
		.meta({ description, parameter: { type: 'boolean' } });
}

/** Bytes as they are, or in base64 as JSON has them. */
export const bytesField = z.union([
	z.instanceof(Uint8Array),
	z.base64({ error: 'must be base64' }).transform((written) => new Uint8Array(Buffer.from(written, 'base64')))
]);
