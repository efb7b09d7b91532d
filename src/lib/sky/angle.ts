import { LookbackError } from '#lib/errors.ts';

/** Right ascension as `hh:mm:ss.s`, the seconds rounded to so many digits (0 to 9); 24h is given as 0h. */
export function formatRaHms(raDeg: number, digits: number): string {
	const unit = unitsPerSecond(digits);
	const turn = 86_400 * unit;
	const units = Math.round((checked('raDeg', raDeg, Infinity) / 15) * 3600 * unit) % turn;
	return sexagesimal(units < 0 ? units + turn : units, digits, ':');
}

/** Declination as `+dd:mm:ss.s`, always signed, the seconds rounded to so many digits (0 to 9). */
export function formatDecDms(decDeg: number, digits: number): string {
	const units = Math.round(Math.abs(checked('decDeg', decDeg, 90)) * 3600 * unitsPerSecond(digits));
	return `${decDeg < 0 && units > 0 ? '-' : '+'}${sexagesimal(units, digits, ':')}`;
}

/**
 * The designation of a position after the IAU's rules, `J190132.9+145808.7`: cut, not rounded, to tenths of
 * seconds. What is within a millionth of the next tenth counts as that, so that a designation names itself.
 * Source: https://cds.unistra.fr/Dic/iau-spec.html, section "coordinates".
 */
export function iauName(raDeg: number, decDeg: number): string {
	const turn = 864_000;
	const ra = cut((checked('raDeg', raDeg, Infinity) / 15) * 36_000) % turn;
	const dec = cut(Math.abs(checked('decDeg', decDeg, 90)) * 36_000);
	const sign = decDeg < 0 && dec > 0 ? '-' : '+';
	return `J${sexagesimal(ra < 0 ? ra + turn : ra, 1, '')}${sign}${sexagesimal(dec, 1, '')}`;
}

function cut(tenths: number): number {
	return Math.floor(tenths + 1e-6);
}

/** From a whole number of the last digit's unit, so that no field ever rounds up to 60. */
function sexagesimal(units: number, digits: number, separator: string): string {
	const seconds = Math.floor(units / 10 ** digits);
	const fraction = digits === 0 ? '' : `.${String(units - seconds * 10 ** digits).padStart(digits, '0')}`;
	const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return fields.map((field) => String(field).padStart(2, '0')).join(separator) + fraction;
}

function unitsPerSecond(digits: number): number {
	if (!Number.isInteger(digits) || digits < 0 || digits > 9)
		throw new LookbackError(
			'incorrect',
			'sky/bad-digits',
			`digits is ${digits}; it must be a whole number from 0 to 9.`,
			{ digits }
		);
	return 10 ** digits;
}

function checked(name: string, angleDeg: number, limitDeg: number): number {
	if (!Number.isFinite(angleDeg) || Math.abs(angleDeg) > limitDeg)
		throw new LookbackError(
			'incorrect',
			'sky/bad-angle',
			`${name} is ${angleDeg}; it must be ${limitDeg === Infinity ? 'finite' : `between -${limitDeg} and ${limitDeg}`}.`,
			{ [name]: String(angleDeg) }
		);
	return angleDeg;
}
