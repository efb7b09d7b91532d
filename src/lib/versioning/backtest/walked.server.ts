import { cone } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { Conditions } from '../inputs/conditions.ts';
import type { Manifest, Parameters } from '../manifest.ts';
import type { Walked } from './items.server.ts';

/** What of an analysis a back-test can walk, and which one object or survey its conditions name. */
export interface WalkedInput extends Walked {
	readonly survey: string | null;
	readonly subject: string | null;
}

const supported = ['survey', 'subject', 'ra', 'dec', 'radius_arcsec', 'class', 'class_by'];
const usualRadiusArcsec = 5;

/**
 * The input that is walked: the one that `each` names, of objects or of alerts.
 * @throws LookbackError `versioning/not-walkable` with a sentence that says what can be walked.
 */
export function walkedInput(manifest: Manifest, parameters: Parameters): WalkedInput {
	const { name, inputs, each, emits } = manifest;
	const input = each === undefined ? undefined : inputs[each];
	if (each === undefined || (input?.of !== 'objects' && input?.of !== 'alerts'))
		throw notWalkable(
			name,
			each === undefined ? "names no input in 'each'" : `takes ${input!.of} one at a time`,
			"a back-test walks analyses whose 'each' names an input of objects or of alerts"
		);
	const other = Object.entries(inputs).find(([one, { of }]) => one !== each && of !== 'catalogue');
	if (other)
		throw notWalkable(
			name,
			`takes its input '${other[0]}' (${other[1].of}) whole, which would be another at every step`,
			'beside the one that is walked a back-test gives catalogues alone'
		);
	if (!emits.selections)
		throw notWalkable(name, 'emits no selections', 'a back-test tells what would have been selected');
	const unsupported = Object.keys(input.where).find((one) => !supported.includes(one));
	if (unsupported)
		throw notWalkable(
			name,
			`restricts its objects by ${unsupported}`,
			`a back-test knows the conditions ${supported.join(', ')}`
		);
	const conditions = new Conditions(each, input.where, parameters);
	const [ra, dec] = [conditions.number('ra'), conditions.number('dec')];
	if ((ra === null) !== (dec === null))
		throw conditions.wrong(ra === null ? 'dec' : 'ra', `wants ${ra === null ? 'ra' : 'dec'} beside it`);
	return {
		name: each,
		input,
		region: ra === null ? null : cone(ra, dec!, conditions.number('radius_arcsec') ?? usualRadiusArcsec),
		class: conditions.text('class'),
		classBy: conditions.text('class_by'),
		survey: conditions.text('survey'),
		subject: conditions.text('subject')
	};
}

function notWalkable(name: string, what: string, wanted: string): LookbackError {
	return new LookbackError('unsupported', 'versioning/not-walkable', `${name} ${what}; ${wanted}.`, { name });
}
