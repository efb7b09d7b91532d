import { eventOf } from '#lib/archive/packets/gcn/event-names.ts';

/**
 * Ways in which the archive may have written what a person calls something: with and without blanks, in the letters
 * that surveys and events have, and as notices of the event spell it. The name itself is the first.
 */
export function spellings(name: string): readonly string[] {
	const [, letters = '', rest = ''] = /^([a-z]+)(.*)$/is.exec(name) ?? [];
	if (letters === '') return [name];
	const written = [name, letters.toUpperCase() + rest.toLowerCase(), name.toUpperCase()];
	const iceCube = /^(?:icecube|ic)[- ]?(\d{6}[a-z])$/i.exec(name)?.[1];
	if (iceCube !== undefined) written.push(`IceCube-${iceCube.toUpperCase()}`);
	const joined = written.flatMap((one) => [one, one.replace(/\s+/g, '')]);
	const events = joined.flatMap((one) => eventOf(one)?.event ?? []);
	return [...new Set([...joined, ...events])];
}

/** A transient's own part of the names TNS gives it, `2019dsg` of `AT 2019dsg`; null for other names. */
export function transientOf(name: string): string | null {
	const [, year, letters] = /^(?:(?:AT|SN|TDE|FRB)\s*)?((?:19|20)\d\d)([a-z]{1,7})$/i.exec(name) ?? [];
	if (year === undefined || letters === undefined) return null;
	// supernovae before 2016 have one capital letter, or small ones
	return year + (letters.length === 1 ? letters.toUpperCase() : letters.toLowerCase());
}
