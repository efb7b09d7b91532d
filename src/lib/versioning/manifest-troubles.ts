import type { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import { wishOf } from '#lib/wish.ts';

type Issue = z.core.$ZodIssue;

const mostTroubles = 20;

/**
 * What is wrong with a manifest, all of it: each field with what it must be and what it is. `name` is that of the file,
 * `written` what was read from it.
 */
export function badManifest(name: string, issues: readonly Issue[], written: unknown): LookbackError {
	const troubles = issues.flatMap((issue) => troublesOf(issue, written));
	const told = troubles.slice(0, mostTroubles);
	const more = troubles.length - told.length;
	if (more > 0) told.push(`${more} more of its fields are wrong`);
	return new LookbackError(
		'incorrect',
		'versioning/bad-manifest',
		`${name} is not as it should be: ${told.join('; ')}.`,
		{ troubles }
	);
}

/** A manifest that cannot be read at all. */
export function notJson(name: string, cause: Error): LookbackError {
	return new LookbackError(
		'incorrect',
		'versioning/bad-manifest',
		`${name} must be JSON; reading it says: ${cause.message.replace(/\.$/, '')}.`,
		{},
		{ cause }
	);
}

function troublesOf(issue: Issue, written: unknown): string[] {
	const at = issue.path.map(String).join('.');
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map((key) => `${at === '' ? key : `${at}.${key}`} is no field that it may have`);
	if (issue.code === 'invalid_key') return [`the name in ${at} ${issue.issues.map(wishOf).join(' and ')}`];
	const value = issue.path.reduce<unknown>(
		(part, step) => (part as Record<PropertyKey, unknown> | null | undefined)?.[step],
		written
	);
	const got = value === undefined ? 'it is missing' : `it is ${excerpt(value)}`;
	return [`${at || 'it'} ${wishOf(issue)}, and ${got}`];
}

function excerpt(value: unknown): string {
	const text = JSON.stringify(value);
	return text.length <= 100 ? text : `${text.slice(0, 100)}...`;
}
