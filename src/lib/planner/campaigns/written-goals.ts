import { LookbackError } from '#lib/errors.ts';
import { parsePosition } from '#lib/sky/position.ts';
import { readGalaxies } from './galaxy-list.ts';
import type { Goals } from './goals.ts';

/** Goals as a form has them: targets as lines, one localization in a few fields, and all that is beyond these as JSON. */
export interface WrittenGoals {
	/**
	 * `name, ra, dec, band, exposure` a line, and a subject behind it where the archive knows the target; in place of a band
	 * `any`, or `spectrum` for what spectrographs alone may do.
	 */
	readonly targets: string;
	readonly event: string;
	/** From 0 to 1. */
	readonly probability: string;
	/** With commas between; empty for any. */
	readonly bands: string;
	/** Seconds, or `3x60` for several. */
	readonly exposure: string;
	readonly json: string;
}

export const noGoals: WrittenGoals = {
	targets: '',
	event: '',
	probability: '',
	bands: '',
	exposure: '',
	json: ''
};

type Json = { readonly targets?: unknown; readonly coverage?: unknown };

/**
 * Goals that a form tells, to be checked by `checkGoals`; what its parts say is added together. Its localization is weighed by
 * the table of galaxies, if there is any text in that.
 * @throws LookbackError `planner/bad-campaign` for a line that is none, with its number, `planner/bad-galaxies` as `readGalaxies`.
 */
export function readGoals(
	{ targets, event, probability, bands, exposure, json }: WrittenGoals,
	galaxies = ''
): object {
	const further = json.trim() === '' ? {} : parsedJson(json);
	const names = bands.split(/[\s,+]+/).filter((one) => one !== '');
	const weighed = galaxies.trim() !== '';
	if (weighed && event.trim() === '')
		throw bad('its galaxies are for the localization to cover, and its event is not named');
	const covered =
		event.trim() === ''
			? []
			: [
					{
						event: event.trim(),
						probability: probability.trim() === '' ? 0.9 : Number(probability),
						...(weighed && { galaxies: readGalaxies(galaxies).galaxies }),
						sets: (names.length === 0 ? [null] : names).map((band) => ({
							band,
							...exposuresOf(exposure, 'The exposure of the localization')
						}))
					}
				];
	return {
		...further,
		targets: [...listOf(further.targets, 'targets'), ...readTargets(targets)],
		coverage: [...listOf(further.coverage, 'coverage'), ...covered]
	};
}

/** Goals as a form may have them, so that `readGoals` gives the same: as lines where lines can say them, else as JSON. */
export function writeGoals(goals: Goals): WrittenGoals {
	const lines = goals.targets.flatMap(linesOf);
	const [first, ...others] = goals.coverage;
	const covered = first ? fieldsOf(first) : {};
	if (lines.includes(null) || others.length > 0 || covered === null || goals.constraint !== null)
		return { ...noGoals, json: JSON.stringify(goals, null, 2) };
	return { ...noGoals, targets: lines.join('\n'), ...covered };
}

interface ReadTarget {
	readonly name: string;
	readonly subject: string | null;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly sets: { band: string | null; exposureSec: number; exposures: number }[];
	readonly kinds: Goals['targets'][number]['kinds'];
}

/** What `spectrum` in place of a band stands for. */
const spectrographs: NonNullable<ReadTarget['kinds']> = ['spectrograph', 'imaging-spectrograph'];

/** Targets of lines; a name that comes again at the same place is another set of exposures of it. */
function readTargets(text: string): ReadTarget[] {
	const targets = new Map<string, ReadTarget>();
	for (const [i, line] of text.split(/\r?\n/).entries()) {
		const where = `Line ${i + 1} of the targets`;
		const [name = '', ra = '', dec = '', band = '', exposure = '', subject = '', ...more] = line
			.split(/[,\t]/)
			.map((part) => part.trim());
		if (line.trim() === '' || name.startsWith('#') || /^(name|target)$/i.test(name)) continue;
		if (name === '' || dec === '' || more.length > 0)
			throw bad(
				`${where} wants name, ra, dec, band and exposure with commas between; got '${line.slice(0, 100)}'`
			);
		const place = placeOf(`${ra} ${dec}`, where);
		const known = targets.get(name);
		if (known && (known.raDeg !== place.raDeg || known.decDeg !== place.decDeg))
			throw bad(`${where} has '${name}' at another place than a line before; a name stands for one target`);
		const kinds = /^spectrum$/i.test(band) ? spectrographs : null;
		if (known && known.kinds !== kinds)
			throw bad(
				`${where} wants ${kinds ? 'a spectrum of' : 'images of'} '${name}', and a line before ${kinds ? 'images' : 'a spectrum'}; these are two targets, with two names`
			);
		const set = {
			band: kinds || /^(any)?$/i.test(band) ? null : band,
			...exposuresOf(exposure, `${where}: its exposure`)
		};
		if (known) known.sets.push(set);
		else targets.set(name, { name, subject: subject || null, ...place, sets: [set], kinds });
	}
	return [...targets.values()];
}

function placeOf(written: string, where: string): { raDeg: number; decDeg: number } {
	const place = readPlace(written, where);
	if (!place)
		throw bad(`${where} has no position in '${written.slice(0, 100)}': degrees, or hours and degrees`);
	return { raDeg: place.raDeg, decDeg: place.decDeg };
}

function readPlace(written: string, where: string) {
	try {
		return parsePosition(written);
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		throw bad(`${where}: ${error.message.replace(/\.$/, '')}`);
	}
}

/** `900`, or `3x300`. */
function exposuresOf(written: string, where: string): { exposureSec: number; exposures: number } {
	const [, times = '1', seconds] =
		/^(?:(\d{1,4})\s*[x×*]\s*)?(\d+(?:\.\d+)?)\s*s?$/i.exec(written.trim()) ?? [];
	if (seconds === undefined)
		throw bad(`${where} wants seconds, such as 300, or 3x300 for several; got '${written.slice(0, 100)}'`);
	return { exposureSec: Number(seconds), exposures: Number(times) };
}

function linesOf(target: Goals['targets'][number]): (string | null)[] {
	const { name, subject, raDeg, decDeg, sets, priority, visits, cadenceHours, isWhole, deadline } = target;
	const isSpectrum =
		target.kinds !== null && sameKinds(target.kinds) && sets.every(({ band }) => band === null);
	const isPlain =
		(target.kinds === null || isSpectrum) &&
		!sets.some(({ band }) => band !== null && /^(any|spectrum)$/i.test(band)) &&
		priority === 1 &&
		visits === 1 &&
		!isWhole &&
		[cadenceHours, deadline, target.instruments, target.facilities].every((one) => one === null) &&
		!/[,\t\n]|^#|^(name|target)$/i.test(name);
	if (!isPlain) return [null];
	return sets.map(({ band, exposureSec, exposures }) => {
		const exposure = exposures === 1 ? String(exposureSec) : `${exposures}x${exposureSec}`;
		return [
			name,
			raDeg,
			decDeg,
			isSpectrum ? 'spectrum' : (band ?? 'any'),
			exposure,
			...(subject === null ? [] : [subject])
		].join(', ');
	});
}

function sameKinds(kinds: NonNullable<ReadTarget['kinds']>): boolean {
	return JSON.stringify(kinds) === JSON.stringify(spectrographs);
}

function fieldsOf(one: Goals['coverage'][number]): Partial<WrittenGoals> | null {
	const { event, probability, sets, epochs, priority } = one;
	const [first] = sets;
	const isPlain =
		epochs === 1 &&
		priority === 1 &&
		[one.cadenceHours, one.galaxies, one.deadline, one.facilities, one.kinds, one.instruments].every(
			(it) => it === null
		) &&
		sets.every(
			({ exposureSec, exposures }) => exposureSec === first!.exposureSec && exposures === first!.exposures
		) &&
		(sets.length === 1 || sets.every(({ band }) => band !== null));
	if (!isPlain) return null;
	return {
		event,
		probability: String(probability),
		bands: sets.flatMap(({ band }) => band ?? []).join(', '),
		exposure:
			first!.exposures === 1 ? String(first!.exposureSec) : `${first!.exposures}x${first!.exposureSec}`
	};
}

function parsedJson(text: string): Json {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw bad(`its goals as JSON cannot be read: ${(error as Error).message}`);
	}
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw bad('its goals as JSON want an object with targets or coverage');
}

function listOf(value: unknown, name: string): unknown[] {
	if (value === undefined) return [];
	if (Array.isArray(value)) return value;
	throw bad(`its goals as JSON want a list as ${name}`);
}

function bad(why: string): LookbackError {
	const sentence = /^[A-Z]/.test(why) ? why : `The campaign cannot be recorded: ${why}`;
	return new LookbackError('incorrect', 'planner/bad-campaign', `${sentence}.`);
}
