import { LookbackError } from '#lib/errors.ts';
import {
	fieldOf,
	isOff,
	leftOutSentence,
	targetOf,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';
import { outlineOf } from '../coverage/outline.ts';

const colours: Partial<Record<Observation['state'], string>> = {
	executed: 'green',
	accepted: 'cyan',
	proposed: 'yellow'
};

/** More are no file that anybody draws; a camera of 64 chips has as many in 1,562 looks. */
const mostRegions = 100_000;

/**
 * Fields of view as regions of SAOImage DS9 (ds9.si.edu/doc/ref/region.html), coloured by state, with names.
 * @throws LookbackError `planner/too-much` for more than 100,000 regions.
 */
export function regionsOf(observations: readonly Observation[], facilities: Facilities): Exported<string> {
	const wanted = observations.filter((one) => !isOff(one));
	const lines: string[] = [];
	for (const one of wanted) {
		const view = fieldOf(one, facilities);
		if (!view) continue;
		const name = [targetOf(one), one.instrument, one.band].filter((part) => part !== null).join(' ');
		const look = `color=${colours[one.state] ?? 'white'} text={${name.replace(/[{}\r\n]/g, ' ')}}`;
		if (view.footprint.shape === 'circle')
			lines.push(
				`circle(${view.raDeg.toFixed(6)},${view.decDeg.toFixed(6)},${(3600 * view.footprint.radiusDeg).toFixed(2)}") # ${look}`
			);
		else
			for (const corners of outlineOf(view))
				lines.push(
					`polygon(${corners.map(({ raDeg, decDeg }) => `${raDeg.toFixed(6)},${decDeg.toFixed(6)}`).join(',')}) # ${look}`
				);
		if (lines.length > mostRegions)
			throw new LookbackError(
				'incorrect',
				'planner/too-much',
				`There are more than ${mostRegions} regions, the most that one file holds; ask for less time by from and to.`
			);
	}
	return {
		content: `# Region file format: DS9 version 4.1\nicrs\n${lines.map((line) => `${line}\n`).join('')}`,
		leftOut: withoutField(observations, facilities)
	};
}

/** What was left out of a file of fields, and why. */
export function withoutField(observations: readonly Observation[], facilities: Facilities): string[] {
	const wanted = observations.filter((one) => !isOff(one));
	const hidden = wanted.filter(({ place }) => place === null).length;
	const shown = wanted.filter((one) => fieldOf(one, facilities) !== null).length;
	return [
		...leftOutSentence(observations.length - wanted.length, 'they came to nothing, or are wanted no more'),
		...leftOutSentence(hidden, 'where they look is hidden'),
		...leftOutSentence(wanted.length - hidden - shown, 'the field of their instruments is not known')
	];
}
