import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Parameters } from '../manifest.ts';

type Where = Readonly<Record<string, string | number | { readonly parameter: string } | undefined>>;

/** Conditions of one input with the values of parameters in them. */
export class Conditions {
	readonly #input: string;
	readonly #values: ReadonlyMap<string, string | number | boolean>;

	/** @throws LookbackError `versioning/bad-condition` for a parameter that the manifest does not declare. */
	constructor(input: string, where: Where, parameters: Parameters) {
		this.#input = input;
		this.#values = new Map(
			Object.entries(where)
				.filter((entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined)
				.map(([name, value]) => {
					if (typeof value !== 'object') return [name, value];
					const given = parameters[value.parameter];
					if (given === undefined) throw this.wrong(name, `names no parameter: '${value.parameter}'`);
					return [name, given];
				})
		);
	}

	has(name: string): boolean {
		return this.#values.has(name);
	}

	text(name: string): string | null {
		const value = this.#values.get(name);
		return value === undefined ? null : String(value);
	}

	number(name: string): number | null {
		const value = this.#values.get(name);
		if (value === undefined) return null;
		const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
		if (typeof value === 'boolean' || !Number.isFinite(number))
			throw this.wrong(name, `must be a number; got ${JSON.stringify(value)}`);
		return number;
	}

	/** @throws LookbackError `sky/...` for a text that is no moment. */
	instant(name: string): Instant | null {
		const value = this.text(name);
		return value === null ? null : parseInstant(value);
	}

	/** What is wrong with one of them, as a sentence. */
	wrong(name: string, what: string): LookbackError {
		return new LookbackError(
			'incorrect',
			'versioning/bad-condition',
			`The condition ${name} of the input '${this.#input}' ${what}.`,
			{ input: this.#input, condition: name }
		);
	}
}
