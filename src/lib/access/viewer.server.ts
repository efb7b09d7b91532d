import { hash } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Viewer } from './viewer.ts';

/**
 * The viewer behind an `Authorization` header: anyone without one, an administrator with a valid token.
 * @throws LookbackError `access/bad-token` for a token that is unknown, revoked or of another scheme.
 */
export async function viewerOf(
	database: Database,
	authorization: string | null,
	now: Instant
): Promise<Viewer> {
	if (!authorization) {
		return { name: 'anonymous', collections: await openCollections(database, now), mayWrite: false };
	}
	const text = /^(?:Bearer|Token)\s+(\S+)$/i.exec(authorization)?.[1];
	const [token] = text
		? await database.sql<{ label: string }[]>`
			select label from token
			where sha256 = ${hash('sha256', text, 'buffer')} and (revoked_at is null or revoked_at > ${now})`
		: [];
	if (!token) {
		throw new LookbackError(
			'unauthenticated',
			'access/bad-token',
			'The Authorization header holds no token that is valid here; it wants "Bearer <token>".'
		);
	}
	return { name: token.label, collections: await allCollections(database), mayWrite: true };
}

/** Who works on the archive's own machine, with its data folder at hand: sees all of it. */
export async function localViewer(database: Database): Promise<Viewer> {
	return { name: 'local', collections: await allCollections(database), mayWrite: true };
}

/** Lets whoever holds `text` in as `label`; the archive keeps only its SHA-256. Admitting it again changes nothing. */
export async function admitToken(
	database: Database,
	text: string,
	label: string,
	now: Instant
): Promise<void> {
	await database.sql`
		insert into token (sha256, label, made_at)
		values (${hash('sha256', text, 'buffer')}, ${label}, ${now})
		on conflict do nothing`;
}

/** @throws LookbackError when the viewer may not write. */
export function assertMayWrite(viewer: Viewer): void {
	if (viewer.mayWrite) return;
	throw new LookbackError(
		'unauthenticated',
		'access/token-wanted',
		'Writing wants an Authorization header with a token: "Bearer <token>".'
	);
}

/** Collections whose policy lets anyone see them at `now`, whatever the moment that is asked about. */
async function openCollections({ sql }: Database, now: Instant): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		with newest as (select coalesce(max(batch), 0) as batch from batch)
		select p.name
		from newest, collection_policy_as_of(${now}, newest.batch, array(select distinct name from collection_policy)) p
		where p.policy = 'public' or (p.policy = 'public-from' and p.public_from <= ${now})
		order by p.name`;
	return rows.map((row) => row.name);
}

async function allCollections({ sql }: Database): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`select distinct name from collection_policy order by name`;
	return rows.map((row) => row.name);
}
