import { LookbackError } from '#lib/errors.ts';
import { icrsFromGalactic } from '#lib/sky/galactic.ts';
import { parseRadius } from '#lib/sky/radius.ts';

/** A position that a person wrote, in ICRS. */
export interface WrittenPosition {
	/** In [0, 360). */
	readonly raDeg: number;
	readonly decDeg: number;
	/** The radius written behind it, if any. */
	readonly radiusArcsec: number | null;
	/** How the text was read, as part of a sentence: `decimal degrees, ICRS`. */
	readonly form: string;
}

/**
 * The position that a text writes, or null when it writes none:
 * - decimal degrees: `123.4 -5.6`, `123.4, -5.6`, `123.4d -5.6d`;
 * - sexagesimal hours and degrees: `12:34:56.7 -05:06:07`, `12 34 56.7 -05 06 07`, `12h34m56.7s -05d06m07s`,
 *   `12h34m56.7s -05°06'07"`, and without seconds;
 * - an IAU designation: `J190132.9+145808.7`, `SDSS J190132.9+145808.7`, `J1901+1458`;
 * - galactic longitude and latitude in degrees: `123.4 -5.6 gal`, `l=123.4 b=-5.6`;
 * - radians: `2.154 -0.098 rad`.
 *
 * Coordinates may bear their names: `RA 12:34:56 Dec -05:06:07`, `ra=123.4, dec=-5.6`.
 *
 * Right ascension and galactic longitude go from 0 to 360 (24h), which is read as 0. Behind any may stand a radius: `10s`, `10"`, `2m`, `2'`, `0.5d`, `10 arcsec`.
 * @throws LookbackError `sky/bad-position` when it writes one that does not exist, such as declination 95.
 */
export function parsePosition(text: string): WrittenPosition | null {
	if (text.length > longestText) return null;
	const plain = withoutNames(plainSigns(text));
	// Without a radius first: in `12h 34m 56s -05d 06m 07s` the end is no radius.
	const whole = parseCoordinates(text, plain);
	if (whole) return { ...whole, radiusArcsec: null };
	const split = /^(.*?)[\s,;]+([\d.]+ ?[a-z]+)$/i.exec(plain);
	const radius = split && parseRadius(text, split[2]!);
	const before = radius === null ? null : parseCoordinates(text, split![1]!);
	return before && { ...before, radiusArcsec: radius };
}

/** No position is longer, and the patterns below take time that grows with the square of the length. */
const longestText = 200;

type Coordinates = Omit<WrittenPosition, 'radiusArcsec'>;

const signs: Readonly<Record<string, string>> = {
	'−': '-',
	'–': '-',
	'°': 'd',
	º: 'd',
	ᵈ: 'd',
	ʰ: 'h',
	ᵐ: 'm',
	ˢ: 's',
	"'": 'm',
	'′': 'm',
	'’': 'm',
	'"': 's',
	'″': 's',
	'”': 's'
};

function plainSigns(text: string): string {
	return text
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/''|′′/g, 's')
		.replace(/[−–°ºᵈʰᵐˢ'′’"″”]/g, (sign) => signs[sign]!);
}

/** `ra=1 dec=2` as `1 2`, and `l=1 b=2` as `1 2 gal`. */
function withoutNames(plain: string): string {
	const equatorial = /^(?:r\.?a\.?|α)\s*[=:]?\s*(.+?)[\s,;]+(?:decl?\.?|δ)\s*[=:]?\s*(.+)$/i.exec(plain);
	if (equatorial) return `${equatorial[1]} ${equatorial[2]}`;
	const galactic = /^l\s*[=:]?\s*([\d.]+d?)[\s,;]+b\s*[=:]?\s*([+-]?[\d.]+d?)(.*)$/i.exec(plain);
	return galactic ? `${galactic[1]} ${galactic[2]} gal${galactic[3]}` : plain;
}

function parseCoordinates(text: string, plain: string): Coordinates | null {
	return (
		parseGalactic(text, plain) ??
		parseRadians(text, plain) ??
		parseDecimal(text, plain) ??
		parseSexagesimal(text, plain) ??
		parseDesignation(text, plain)
	);
}

const real = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;
const decimalPair = new RegExp(String.raw`^(${real})(d?)(?:\s*[,;]\s*|\s+)(${real})\2$`, 'i');

function parseDecimal(text: string, plain: string): Coordinates | null {
	const match = decimalPair.exec(plain);
	if (!match) return null;
	return {
		raDeg: inRange(text, 'right ascension', Number(match[1]), 0, 360) % 360,
		decDeg: inRange(text, 'declination', Number(match[3]), -90, 90),
		form: 'decimal degrees, ICRS'
	};
}

function parseGalactic(text: string, plain: string): Coordinates | null {
	const match = decimalPair.exec(plain.replace(/\s+gal(actic)?$/i, ''));
	if (!match || !/\sgal(actic)?$/i.test(plain)) return null;
	const lonDeg = inRange(text, 'galactic longitude', Number(match[1]), 0, 360);
	const latDeg = inRange(text, 'galactic latitude', Number(match[3]), -90, 90);
	return { ...icrsFromGalactic(lonDeg, latDeg), form: 'galactic longitude and latitude in degrees' };
}

function parseRadians(text: string, plain: string): Coordinates | null {
	const match = /\srad(ians?)?$/i.test(plain) && decimalPair.exec(plain.replace(/\s+rad(ians?)?$/i, ''));
	if (!match) return null;
	const deg = (radians: string | undefined) => (Number(radians) * 180) / Math.PI;
	return {
		raDeg: inRange(text, 'right ascension', deg(match[1]), 0, 360) % 360,
		decDeg: inRange(text, 'declination', deg(match[3]), -90, 90),
		form: 'radians, ICRS'
	};
}

const field = String.raw`(\d{1,2}(?:\.\d*)?)`;
const head = String.raw`(\d{1,3}(?:\.\d*)?)`;
/** Each gives seven fields: RA, its minutes and seconds, sign of declination, its degrees, minutes and seconds. */
const sexagesimalPairs = [
	new RegExp(`^${head}:${field}(?::${field})?(?:\\s*[,;]?\\s*)([+-]?)${head}:${field}(?::${field})?$`),
	new RegExp(`^${head}\\s+${field}\\s+${field}\\s*[,;\\s]\\s*([+-]?)\\s*${head}\\s+${field}\\s+${field}$`),
	new RegExp(`^${head}\\s+${field}()\\s*[,;\\s]\\s*([+-]?)\\s*${head}\\s+${field}()$`),
	letters('h')
];

/** Right ascension in degrees, minutes and seconds, as `188d44m10s`. */
const degreePair = letters('d');

function letters(unit: 'h' | 'd'): RegExp {
	const rest = `(?:\\s*${field}\\s*m)?(?:\\s*${field}\\s*s)?`;
	return new RegExp(`^${head}\\s*${unit}${rest}\\s*[,;]?\\s*([+-]?)\\s*${head}\\s*d${rest}$`, 'i');
}

function parseSexagesimal(text: string, plain: string): Coordinates | null {
	for (const pair of sexagesimalPairs) {
		const match = pair.exec(plain);
		if (match) return fromFields(text, match, 15, 'sexagesimal hours and degrees, ICRS');
	}
	const match = degreePair.exec(plain);
	return match && fromFields(text, match, 1, 'sexagesimal degrees, ICRS');
}

const designation =
	/^(?:[\w-]+\s*)?J(\d{2})(\d{2}(?:\.\d+)?)(\d{2}(?:\.\d*)?)?([+-])(\d{2})(\d{2}(?:\.\d+)?)(\d{2}(?:\.\d*)?)?$/;

function parseDesignation(text: string, plain: string): Coordinates | null {
	const match = designation.exec(plain);
	return match && fromFields(text, match, 15, 'IAU designation, ICRS');
}

function fromFields(text: string, match: RegExpExecArray, degPerUnit: 1 | 15, form: string): Coordinates {
	const [, ra, raMinutes, raSeconds, sign, dec, decMinutes, decSeconds] = match;
	const hourOrDegree = degPerUnit === 15 ? 'hours' : 'degrees';
	const raUnits = joined(text, `right ascension ${hourOrDegree}`, [ra, raMinutes, raSeconds]);
	const decUnits = joined(text, 'declination degrees', [dec, decMinutes, decSeconds]);
	const raDeg = inRange(text, 'right ascension', raUnits * degPerUnit, 0, 360) % 360;
	const decDeg = inRange(text, 'declination', sign === '-' ? -decUnits : decUnits, -90, 90);
	return { raDeg, decDeg, form };
}

/** The fields as one number of the first one's unit; minutes and seconds below 60, a fraction in the last only. */
function joined(text: string, name: string, fields: readonly (string | undefined)[]): number {
	const given = fields.filter((value) => value !== undefined && value !== '') as string[];
	const broken = given.slice(0, -1).find((value) => value.includes('.'));
	if (broken !== undefined)
		throw badPosition(text, `has the fraction ${broken} in ${name} before a smaller field`);
	const [whole, minutes, seconds] = fields.map((value) => Number(value ?? 0));
	for (const [part, value] of [
		['minutes', minutes!],
		['seconds', seconds!]
	] as const)
		if (value >= 60) throw badPosition(text, `has ${part} ${value} in ${name}, and they must be below 60`);
	return whole! + minutes! / 60 + seconds! / 3600;
}

function inRange(text: string, name: string, value: number, from: number, to: number): number {
	if (!(value >= from && value <= to))
		throw badPosition(text, `has ${name} ${value}, which is not between ${from} and ${to} degrees`);
	// Makes zero of negative zero.
	return value + 0;
}

function badPosition(text: string, why: string): LookbackError {
	return new LookbackError('incorrect', 'sky/bad-position', `The position '${text}' ${why}.`, { text });
}
