import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

/*
 * Fields of a telling. Each refuses with the end of a sentence that its place begins: `must be ...; got ...`. Nothing
 * is transformed here, so that the JSON schema made of them says all there is.
 */

const longestShown = 60;

/** Ends the sentence about a field that is wrong. */
export function mustBe(wanted: string) {
	return ({ input }: { readonly input?: unknown }) => `must be ${wanted}; got ${shown(input)}`;
}

function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
	return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

/** A text of 1 to `most` characters. */
export function text(description: string, most = 200) {
	const error = mustBe(`a text of 1 to ${most} characters`);
	return z.string({ error }).min(1, { error }).max(most, { error }).meta({ description });
}

/** A text of a form; `wanted` says which, with an example. */
export function written(description: string, form: RegExp, wanted: string) {
	const error = mustBe(wanted);
	return z.string({ error }).max(200, { error }).regex(form, { error }).meta({ description });
}

/** One of a few words. */
export function word<const Words extends readonly [string, ...string[]]>(description: string, words: Words) {
	return z.enum(words, { error: mustBe(`one of ${words.join(', ')}`) }).meta({ description });
}

/** A number from `from` to `to`, both included. */
export function number(description: string, from: number, to: number) {
	const error = mustBe(`a number from ${from} to ${to}`);
	return z.number({ error }).min(from, { error }).max(to, { error }).meta({ description });
}

/** A whole number from 0 to `to`. */
export function whole(description: string, to: number) {
	const error = mustBe(`a whole number from 0 to ${to}`);
	return z.int({ error }).min(0, { error }).max(to, { error }).meta({ description });
}

/** A moment in ISO 8601, UTC where no offset stands. */
export function moment(description: string) {
	const error = mustBe('a moment such as 2017-08-17T12:41:04.43Z');
	return z.string({ error }).max(40, { error }).refine(isMoment, { error }).meta({ description });
}

function isMoment(given: string): boolean {
	if (!/^\d{4}-/.test(given)) return false;
	try {
		return Number.isFinite(parseInstant(given));
	} catch (error) {
		if (error instanceof LookbackError) return false;
		throw error;
	}
}

/** Anything further that its teller wants to say, by names of their own. */
export function detail(description: string) {
	return z
		.record(z.string().max(200), z.unknown(), { error: mustBe('an object of further values by name') })
		.meta({ description });
}
