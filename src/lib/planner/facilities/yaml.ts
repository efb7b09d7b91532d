import { parse, stringify, YAMLParseError } from 'yaml';
import { LookbackError } from '#lib/errors.ts';
import { isTooDeep, mostLevels } from '../nesting.ts';
import { wrongPart } from '../wrong-part.ts';
import { facilitySchema, type Facility } from './facility.ts';

const longestText = 1_000_000;

/**
 * The facility that a YAML text tells, or the same as JSON.
 * @throws LookbackError `planner/bad-facility` with a sentence on the first thing that is not as wanted.
 */
export function parseFacility(text: string): Facility {
	return checkFacility(parsed(text));
}

/** The facility that some data are; @throws LookbackError `planner/bad-facility` as `parseFacility`. */
export function checkFacility(data: unknown): Facility {
	if (isTooDeep(data)) throw bad(`it nests deeper than ${mostLevels} levels`);
	const result = facilitySchema.safeParse(data);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw bad(`${issue!.path.length > 0 ? 'its ' : ''}${wrongPart(issue!, data)}`);
}

/** A facility as YAML, which reads back as the same. */
export function formatFacility(facility: Facility): string {
	return stringify(facility, { lineWidth: 110 });
}

function parsed(text: string): unknown {
	if (text.length > longestText) throw bad(`it has ${text.length} characters, and may have ${longestText}`);
	try {
		// Aliases are not read: a few lines of them can unfold to gigabytes.
		return parse(text, { maxAliasCount: 0, schema: 'core' });
	} catch (error) {
		if (error instanceof YAMLParseError) {
			const [place] = error.linePos ?? [];
			throw bad(`it is not YAML${place ? ` (line ${place.line}, column ${place.col})` : ''}`);
		}
		throw bad(`it is not YAML: ${(error as Error).message}`);
	}
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-facility', `The facility cannot be read: ${why}.`);
}
