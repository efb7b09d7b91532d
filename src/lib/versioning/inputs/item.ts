import { createHash, hash } from 'node:crypto';
import { wire } from '#lib/archive/wire.ts';

/** One thing that an analysis gets to see. */
export interface Item {
	/** Name of the input in the manifest. */
	readonly input: string;
	/** What it is: `objects/ztf/ZTF18abc`, `events/S190425z`, `hosts.csv#12`. */
	readonly key: string;
	/** JSON, as the API writes it. */
	readonly value: unknown;
	/** `digestOf` the value. */
	readonly digest: string;
}

/** An item of the archive's own values, as the API would write them. */
export function itemOf(input: string, key: string, value: unknown): Item {
	const written = wire(value);
	return { input, key, value: written, digest: digestOf(written) };
}

/** SHA-256 of a value's JSON text, its first 32 hexadecimal digits. */
export function digestOf(value: unknown): string {
	return hash('sha256', JSON.stringify(value)).slice(0, 32);
}

/** Digest of all inputs: SHA-256 over the lines `<input> <key> <digest>` in their order, 64 hexadecimal digits. */
export class InputsDigest {
	readonly #hash = createHash('sha256');
	#count = 0;

	add({ input, key, digest }: Pick<Item, 'input' | 'key' | 'digest'>): void {
		this.#hash.update(`${input} ${key} ${digest}\n`);
		this.#count++;
	}

	/** Number of items so far. */
	get count(): number {
		return this.#count;
	}

	/** Of the items so far. */
	get hex(): string {
		return this.#hash.copy().digest('hex');
	}
}
