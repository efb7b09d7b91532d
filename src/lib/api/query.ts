import { LookbackError } from '#lib/errors.ts';

/**
 * Query parameters as an input of procedures: each at most once, an empty one as if it were absent (forms send
 * them). What `known` does not name is refused, so that a mistyped parameter never passes for none.
 */
export function readQuery(parameters: URLSearchParams, known: readonly string[]): Record<string, string> {
	const read: Record<string, string> = {};
	for (const name of new Set(parameters.keys())) {
		const values = parameters.getAll(name);
		if (!known.includes(name))
			throw new LookbackError(
				'incorrect',
				'api/unknown-parameter',
				`There is no parameter '${name.slice(0, 100)}' here; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}.`,
				{ name, known }
			);
		if (values.length > 1)
			throw new LookbackError(
				'incorrect',
				'api/repeated-parameter',
				`${name} is given ${values.length} times; it must be given once.`,
				{ name }
			);
		if (values[0] !== '') read[name] = values[0]!;
	}
	return read;
}
