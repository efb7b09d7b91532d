import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { note, type Actor } from './audit.server.ts';
import { linkIdentity, personOf } from './identities.server.ts';
import type { FlowSecrets, Identity, Issuer } from './issuers.server.ts';
import { refusalOf, refused, type Circumstances } from './issuer-refusals.ts';

const minute = 60_000_000;
/** How long somebody may stay at the issuer. */
export const flowLasts = 10 * minute;
/** Refused answers from one address within a window after which no more are looked at: each asks the issuer. */
const most = { refusals: 30, window: 15 * minute };

/** A sign-in under way, as the browser keeps it: it is of use to that browser alone, once. */
export interface Flow extends FlowSecrets {
	readonly endsAt: Instant;
}

/**
 * The person who comes back from an issuer. Refusals are noted.
 * @throws LookbackError of `refusals`.
 */
export function signInThrough(
	database: Database,
	issuer: Issuer,
	flow: Flow,
	answer: URL,
	address: string,
	now: Instant
): Promise<string> {
	return noting(database, issuer, { name: 'anonymous', address }, now, async () =>
		personOf(database, issuer, await identityIn(issuer, flow, answer, now), address, now)
	);
}

/** Links whoever comes back from an issuer to the account of `actor`. Refusals are noted. @throws LookbackError of `refusals`. */
export function linkThrough(
	database: Database,
	issuer: Issuer,
	flow: Flow,
	answer: URL,
	actor: Actor & { readonly address: string },
	now: Instant
): Promise<void> {
	return noting(database, issuer, actor, now, async () =>
		linkIdentity(database, actor.name, issuer, await identityIn(issuer, flow, answer, now), actor, now)
	);
}

async function identityIn(issuer: Issuer, flow: Flow, answer: URL, now: Instant): Promise<Identity> {
	if (flow.endsAt <= now) throw refused('flow-ended');
	if (answer.searchParams.get('state') !== flow.state) throw refused('no-flow', { reason: 'state' });
	return issuer.finish(answer, flow);
}

async function noting<T>(
	database: Database,
	issuer: Issuer,
	actor: Actor & { readonly address: string },
	now: Instant,
	work: () => Promise<T>
): Promise<T> {
	await assertFewRefusals(database, actor.address, now);
	try {
		return await work();
	} catch (error) {
		const refusal = refusalOf(error);
		// an issuer that is down refuses nobody
		if (refusal === null || refusal === 'issuer-unreachable') throw error;
		const { person = null, reason } = (error as { data: Circumstances }).data;
		const detail = `issuer ${issuer.name}: ${refusal}${reason ? ` (${reason})` : ''}`;
		await note(database, actor, { act: 'sign-in-refused', person, detail }, now);
		throw error;
	}
}

async function assertFewRefusals({ sql }: Database, address: string, now: Instant): Promise<void> {
	const [{ count }] = await sql<[{ count: number }]>`
		select count(*)::integer as count from audit
		where act = 'sign-in-refused' and at > ${(now - most.window) as Instant} and address = ${address}
			and detail like 'issuer %'`;
	if (count >= most.refusals) throw refused('too-many-attempts');
}
