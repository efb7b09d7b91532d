import { LookbackError } from '#lib/errors.ts';
import type { Manifest, Parameters, ParameterValue } from '../manifest.ts';

/**
 * The parameters of a run: what is given, and the manifest's defaults for the rest. Texts, as command lines and forms
 * have them, are read as the type that the manifest wants.
 * @throws LookbackError `versioning/bad-parameter` for one that it does not know, that is missing or of another type.
 */
export function parametersOf(
	{ name, parameters }: Pick<Manifest, 'name' | 'parameters'>,
	given: Readonly<Record<string, unknown>>
): Parameters {
	const names = Object.keys(parameters);
	const unknown = Object.keys(given).find((one) => !Object.hasOwn(parameters, one));
	if (unknown !== undefined)
		throw refused(
			`${name} has no parameter '${unknown}'; ${names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`}.`,
			unknown
		);
	return Object.fromEntries(
		Object.entries(parameters).map(([one, { type, default: usual }]) => {
			const value = given[one] ?? usual;
			if (value === undefined)
				throw refused(`${name} wants its parameter '${one}', a ${type}; it is not given.`, one);
			const read = readAs(type, value);
			if (read === null)
				throw refused(
					`The parameter '${one}' of ${name} must be a ${type}; got ${JSON.stringify(value)?.slice(0, 100)}.`,
					one
				);
			return [one, read];
		})
	);
}

function readAs(type: 'number' | 'string' | 'boolean', value: unknown): ParameterValue | null {
	if (type === 'string') return typeof value === 'string' ? value : null;
	if (type === 'boolean') {
		if (value === 'true' || value === 'false') return value === 'true';
		return typeof value === 'boolean' ? value : null;
	}
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function refused(message: string, parameter: string): LookbackError {
	return new LookbackError('incorrect', 'versioning/bad-parameter', message, { parameter });
}
