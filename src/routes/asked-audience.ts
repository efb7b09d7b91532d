import { LookbackError } from '#lib/errors.ts';

/**
 * Who is to see what an owner wants, as a form asks: everyone, or the owner alone. The archive is no group: what it would want for
 * itself alone would be seen by everyone, for ever. @throws LookbackError `planner/bad-audience`.
 */
export function askedAudience(owner: string, isForEveryone: boolean): string {
	if (isForEveryone) return 'public';
	if (owner === 'public')
		throw new LookbackError(
			'incorrect',
			'planner/bad-audience',
			'What the archive itself wants is seen by everyone; for a group alone to see it, let it be for that group.'
		);
	return owner;
}
