import type { z } from 'zod';
import { wishOf } from '#lib/wish.ts';

/** What is wrong with a part of some data, which part that is and what it holds: `targets 1 raDeg must be a number; got 'x'`. */
export function wrongPart(issue: z.core.$ZodIssue, data: unknown): string {
	const where = issue.path.map((key) => (typeof key === 'number' ? key + 1 : String(key))).join(' ') || 'it';
	if (issue.code === 'unrecognized_keys')
		return `${where} has ${issue.keys.map((key) => `'${key}'`).join(', ')}, of which nothing is known here`;
	if (issue.code === 'custom')
		return `${where} ${/^(wants|has)/.test(issue.message) ? issue.message : `is wrong: ${issue.message.replace(/\.$/, '')}`}`;
	const value = issue.path.reduce<unknown>(
		(whole, key) => (whole as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key],
		data
	);
	const wish = /^(wants|has)/.test(issue.message) ? issue.message : wishOf(issue);
	if (value === undefined)
		return issue.code === 'invalid_type' && issue.expected === 'nonoptional'
			? `${where} is missing`
			: `${where} is missing; it ${wish}`;
	return `${where} ${wish}${inDegrees(issue, value)}; got ${shown(value)}`;
}

function inDegrees({ path }: z.core.$ZodIssue, value: unknown): string {
	if (typeof value !== 'string' || !/^(ra|dec)Deg$/.test(String(path.at(-1)))) return '';
	return ' of degrees';
}

const mostShown = 50;

function shown(value: unknown): string {
	if (typeof value === 'string')
		return `'${value.length > mostShown ? `${value.slice(0, mostShown)}...` : value}'`;
	if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
	return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
