import { LookbackError } from '#lib/errors.ts';

/** For `parse({ options: { ...parameterOption } })`. */
export const parameterOption = {
	parameter: { type: 'string', multiple: true, default: [] as string[] }
} as const;

/** For `describe.options`. */
export const parameterHelp = {
	'--parameter <name>=<value>': 'a parameter of the analysis; as often as there are such'
};

/** Values of parameters by name, of what was given as `rise=0.5`. @throws LookbackError `cli/bad-arguments`. */
export function parametersGiven(given: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		given.map((text) => {
			const at = text.indexOf('=');
			if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
			throw new LookbackError(
				'incorrect',
				'cli/bad-arguments',
				`--parameter must be <name>=<value>; got ${JSON.stringify(text)}.`
			);
		})
	);
}
