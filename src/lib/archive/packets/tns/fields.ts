import { LookbackError } from '#lib/errors.ts';

/** A row of any kind: text as in CSV, or typed as in Parquet and JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Text of a field, or null where it is absent or empty. */
export function textOf(fields: Fields, key: string): string | null {
	const value = fields[key];
	if (value === undefined || value === null || Number.isNaN(value)) return null;
	return String(value).trim() || null;
}

/** @throws LookbackError `tns/bad-field` for what is neither empty nor a finite number. */
export function numberOf(fields: Fields, key: string): number | null {
	const text = textOf(fields, key);
	if (text === null) return null;
	const number = Number(text);
	if (!Number.isFinite(number)) throw badField(key, text, 'a number');
	return number;
}

/** @throws LookbackError `tns/bad-field` for anything but a whole number of at most 19 digits. */
export function integerOf(fields: Fields, key: string): bigint {
	const text = textOf(fields, key) ?? '';
	// Tables that went through pandas have their whole numbers as 94746.0.
	const digits = /^(\d{1,19})(?:\.0*)?$/.exec(text)?.[1];
	if (digits === undefined) throw badField(key, text, 'a whole number of at most 19 digits');
	return BigInt(digits);
}

/** The parts of a list that TNS writes with commas. */
export function listOf(fields: Fields, key: string): string[] {
	const parts = (textOf(fields, key) ?? '').split(',').map((part) => part.trim());
	return parts.filter((part) => part !== '');
}

function badField(key: string, value: string, wanted: string): LookbackError {
	const message = `The field '${key}' of a TNS object is '${value}', not ${wanted}.`;
	return new LookbackError('incorrect', 'tns/bad-field', message, { key, value });
}
