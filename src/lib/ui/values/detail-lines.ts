import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { shortestFloat } from '#lib/table/value.ts';
import { unitText } from '#lib/archive/told-text.ts';

/** One thing of what a source tells beside its statement, for people. */
export interface DetailLine {
	/** In words, without its unit: `Separation`. */
	readonly name: string;
	/** As the source has it: `separationArcsec`. */
	readonly key: string;
	readonly value: DetailValue;
}

/** A text with its unit, a moment, or things below it. */
export type DetailValue = string | { readonly moment: Instant } | readonly DetailLine[];

/**
 * What a source tells in JSON, by name: `{ separationArcsec: 0.19, typeId: 3 }` is Separation 0.19 arcsec, Type ID 3. What it
 * leaves empty is left out; `heads` are names in words, by key.
 */
export function detailLines(detail: unknown, heads: Readonly<Record<string, string>> = {}): DetailLine[] {
	if (typeof detail !== 'object' || detail === null) return [];
	return Object.entries(detail)
		.filter(([, value]) => !isEmpty(value))
		.map(([key, value]) => {
			const words = wordsOf(key);
			const unit = isAmount(value) ? unitOf(words) : null;
			const name = (unit ? words.toSpliced(unit.place, words.length > 1 ? 1 : 0) : words)
				.map((word) => inFull[word.toLowerCase()] ?? word)
				.join(' ');
			return { key, name: heads[key] ?? begun(name), value: valueOf(value, unit?.text ?? '') };
		});
}

/** With a capital where it is a word: `e Plx` and `2MASS name` are written as they are. */
const begun = (name: string) => (/^[a-z]{2}/.test(name) ? name[0]!.toUpperCase() + name.slice(1) : name);

/** Units that keys end with, in small letters. */
const units: Readonly<Record<string, string>> = {
	...{ deg: 'deg', deg2: 'deg²', arcmin: 'arcmin', arcsec: 'arcsec', mas: 'mas', pix: 'pix' },
	...{ mag: 'mag', njy: 'nJy', ujy: 'µJy', mjy: 'mJy', jy: 'Jy' },
	...{ pc: 'pc', kpc: 'kpc', mpc: 'Mpc', km: 'km', kms: 'km/s', nm: 'nm' },
	...{ ms: 'ms', s: 's', sec: 's', seconds: 's', ks: 'ks', min: 'min', hours: 'h', days: 'd' },
	...{ hz: 'Hz', ev: 'eV', kev: 'keV', mev: 'MeV', gev: 'GeV', tev: 'TeV' }
};

/** What may stand behind a unit: `mag_err`. */
const behindUnits = /^(err|error|std|sigma|min|max)$/i;

const inFull: Readonly<Record<string, string>> = {
	...{ ra: 'RA', dec: 'Dec', id: 'ID', url: 'URL', jd: 'JD', mjd: 'MJD' },
	...{ err: 'error', std: 'standard deviation', snr: 'signal-to-noise ratio', far: 'false alarm rate' }
};

/** Words of `type_id` and `typeId`; those of a key that has blanks already are the source's own. */
function wordsOf(key: string): string[] {
	if (/\s/.test(key)) return [key];
	if (/[_-]/.test(key) || !/^[a-z]+\d*[A-Z]/.test(key)) return key.split(/[_-]+/).filter(Boolean);
	return key
		.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
		.split(' ')
		.map((word) => (/^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word));
}

function unitOf(words: readonly string[]): { readonly text: string; readonly place: number } | null {
	const last = words.length - 1;
	const place = last > 0 && behindUnits.test(words[last]!) && isUnit(words[last - 1]!) ? last - 1 : last;
	// min is more often the least than a minute
	if (!isUnit(words[place]!) || (last > 0 && /^min$/i.test(words[place]!))) return null;
	return { text: units[words[place]!.toLowerCase()]!, place };
}

const isUnit = (word: string) => Object.hasOwn(units, word.toLowerCase());

function isAmount(value: unknown): boolean {
	return typeof value === 'number' || (Array.isArray(value) && value.every((one) => typeof one === 'number'));
}

function isEmpty(value: unknown): boolean {
	if (typeof value !== 'object' || value === null)
		return value === null || value === undefined || value === '';
	return Object.values(value).every(isEmpty);
}

function valueOf(value: unknown, unit: string): DetailValue {
	if (Array.isArray(value)) {
		if (value.some((one) => typeof one === 'object' && one !== null))
			return detailLines(Object.fromEntries(value.map((one: unknown, k) => [String(k + 1), one])));
		return withUnit(value.map(plainText).join(', '), unit);
	}
	if (typeof value === 'object') return detailLines(value);
	const moment = typeof value === 'string' ? momentOf(value) : null;
	return moment === null ? withUnit(plainText(value), unit) : { moment };
}

const withUnit = (text: string, unit: string) => (unit ? `${text} ${unitText(unit)}` : text);

function plainText(value: unknown): string {
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'number') return amountText(value);
	return String(value).replace(markup, '');
}

/** Tags that brokers write into sentences. */
const markup = /<\/?(?:a|b|em|i|strong|sub|sup)(?:\s[^<>]*)?>/gi;

/** Without the digits that are only there because a computer counts in twos. */
function amountText(value: number): string {
	if (Number.isInteger(value)) return String(value);
	const short = Math.fround(value) === value ? shortestFloat(value) : value;
	return String(Math.abs(short) < 1 ? Number(short.toPrecision(6)) : Number(short.toFixed(6)));
}

function momentOf(text: string): Instant | null {
	if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
	try {
		return parseInstant(text);
	} catch (error) {
		// a moment that does not exist stands as it was told
		if (error instanceof LookbackError) return null;
		throw error;
	}
}
