import { LookbackError } from '#lib/errors.ts';

/** What is read, or null where nothing of it is known at the basis. */
export async function orUnknown<Read>(reading: Promise<Read>): Promise<Read | null> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof LookbackError && error.kind === 'not-found') return null;
		throw error;
	}
}
