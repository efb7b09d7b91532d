import type { z } from 'zod';

/** What a field must be, in words that its name begins. */
export function wishOf(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'invalid_type':
			return `must be ${nouns[issue.expected] ?? `of type ${issue.expected}`}`;
		case 'invalid_value':
			return `must be ${oneOf(issue.values.map(String))}`;
		case 'invalid_union':
			return 'options' in issue
				? `must be ${oneOf((issue.options ?? []).map(String))}`
				: `must be ${[...new Set(issue.errors.flat().map((one) => wishOf(one).replace(/^must be /, '')))].join(', or ')}`;
		case 'too_small':
			return `must ${counted(issue, 'at least', 'more than', issue.minimum)}`;
		case 'too_big':
			return `must ${counted(issue, 'at most', 'less than', issue.maximum)}`;
		default:
			return issue.message.startsWith('must ') ? issue.message : `must be ${issue.message}`;
	}
}

function counted(
	{ origin, inclusive }: { readonly origin: string; readonly inclusive?: boolean },
	within: string,
	beyond: string,
	bound: number | bigint
): string {
	const things = { string: 'character', array: 'element' }[origin];
	if (things) return `have ${within} ${bound} ${things}${bound === 1 ? '' : 's'}`;
	return `be ${inclusive ? within : beyond} ${bound}`;
}

const nouns: Readonly<Record<string, string>> = {
	string: 'a text',
	number: 'a number',
	int: 'a whole number',
	boolean: 'true or false',
	object: 'an object',
	record: 'an object',
	array: 'a list'
};

function oneOf(values: readonly string[]): string {
	return values.length === 1 ? `'${values[0]}'` : `one of ${values.join(', ')}`;
}
