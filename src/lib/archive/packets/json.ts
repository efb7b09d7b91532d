import { parse } from 'lossless-json';
import { LookbackError } from '#lib/errors.ts';

export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

const deepest = 256;
/** The longest text of a packet is a skymap of a few MB in base64; the parser takes seconds and gigabytes for 60 MB. */
const longestText = 16 * 2 ** 20;
/** A double has at most 767 significant digits; making a `bigint` of millions takes the square of their time. */
const longestNumber = 1000;

/**
 * JSON without loss: integers past 2^53 are `bigint`, all other numbers `number`. A byte-order mark is passed over.
 * @throws LookbackError `json/malformed` with the offset, `json/too-deep` past 256 levels, `json/too-long` for a
 * text within it of more than 16 Mi characters, `json/long-number` for a number with more than 1000 digits on end;
 * nothing else is JSON, not even NaN or two values for one key.
 */
export function parseJson(bytes: Uint8Array, name = 'the text'): Json {
	return parseText(textOf(bytes, name), name);
}

/** One JSON value per line (NDJSON), each parsed as it is asked for; an error names its line. Empty lines are none. */
export function* parseNdjson(bytes: Uint8Array, name = 'the text'): Generator<Json | LookbackError> {
	let line = 0;
	for (const text of textOf(bytes, name).split('\n')) {
		line += 1;
		if (text.trim() === '') continue;
		try {
			yield parseText(text, `line ${line} of ${name}`);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			yield error;
		}
	}
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(bytes: Uint8Array, name: string): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (cause) {
		const message = `The JSON of ${name} is not UTF-8, which JSON must be.`;
		throw new LookbackError('incorrect', 'json/malformed', message, { name }, { cause });
	}
}

function parseText(text: string, name: string): Json {
	checkShape(text, name);
	try {
		return parse(text, undefined, parseNumber) as Json;
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		const offset = Number(/at position (\d+)/.exec(why)?.[1] ?? text.length);
		throw new LookbackError(
			'incorrect',
			'json/malformed',
			`The JSON of ${name} breaks at character ${offset}: ${why}.`,
			{ name, offset },
			{ cause }
		);
	}
}

function parseNumber(text: string): number | bigint {
	const number = Number(text);
	return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : BigInt(text);
}

/** The parser recurses, and builds texts sign by sign: what no packet has must not reach it. */
function checkShape(text: string, name: string): void {
	let depth = 0;
	let textFrom: number | null = null;
	let digits = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (textFrom !== null) {
			if (code === 0x5c) at += 1;
			else if (code === 0x22) textFrom = null;
			else if (at - textFrom > longestText) throw tooLong(name, textFrom);
			continue;
		}
		if (code >= 0x30 && code <= 0x39) {
			digits += 1;
			if (digits > longestNumber) throw longNumber(name, at - longestNumber);
			continue;
		}
		digits = 0;
		if (code === 0x22) textFrom = at;
		else if (code === 0x7b || code === 0x5b) depth += 1;
		else if (code === 0x7d || code === 0x5d) depth -= 1;
		if (depth > deepest)
			throw new LookbackError(
				'incorrect',
				'json/too-deep',
				`The JSON of ${name} nests more than ${deepest} levels at character ${at}.`,
				{ name, offset: at, deepest }
			);
	}
}

function longNumber(name: string, offset: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'json/long-number',
		`The JSON of ${name} has a number of more than ${longestNumber} digits, from character ${offset} on.`,
		{ name, offset, longestNumber }
	);
}

function tooLong(name: string, offset: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'json/too-long',
		`The JSON of ${name} has a text of more than ${longestText} characters, from character ${offset} on.`,
		{ name, offset, longestText }
	);
}
