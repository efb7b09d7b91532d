import { randomUUID } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import { domainError, problemOf, type Problem } from './errors.ts';

/** Runs what answers a request; what it throws is answered as a problem, and a fault is logged under its number. */
export async function answering(what: string, work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		return problemResponse(problemFor(what, error));
	}
}

/** The problem that answers anything thrown while `what` was under way. */
export function problemFor(what: string, error: unknown): Problem {
	const known = domainError(error);
	if (known && known.kind !== 'fault') return problemOf(known);
	return problemOf(fault(logFault(what, error)));
}

/** Logs what nobody foresaw, once; the answer is the number to find it by. */
export function logFault(what: string, error: unknown): string {
	const id = randomUUID();
	// an address may hold what the first argument would take for a place of the next: `%cc%80` would take the error away
	console.error('[fault %s] %s:', id, what, error);
	return id;
}

/** What is said of a fault: nothing of its insides. */
export function fault(id: string): LookbackError {
	return new LookbackError('fault', 'api/fault', `Something went wrong here; it has been logged as ${id}.`, {
		id
	});
}

/** A problem as a response. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(problem), {
		status: problem.status,
		headers: {
			'content-type': 'application/problem+json',
			'cache-control': 'no-store',
			vary: 'Authorization, Cookie',
			...(problem.status === 401 && { 'www-authenticate': 'Bearer realm="lookback"' }),
			...((problem.status === 503 || problem.status === 429) && { 'retry-after': '5' }),
			...headers
		}
	});
}

/** The answer to a method that an address does not take. */
export function methodNotAllowed(method: string, allowed: string): Response {
	const error = new LookbackError(
		'incorrect',
		'api/method-not-allowed',
		`This address takes ${allowed}; got ${method}.`
	);
	return problemResponse(problemOf(error, 405), { allow: allowed });
}
