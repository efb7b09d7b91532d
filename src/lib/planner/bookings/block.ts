import { everyone } from '#lib/access/audience.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import { campaignCollection, scheduleCollection } from '../audience.ts';

type Fact = NewFact<'block'>;

/** A revision of a block as those know it who want it. */
export interface BlockRevision extends Omit<
	Fact,
	'is_redacted' | 'collection' | 'known_at' | 'known_from' | 'version' | 'packet'
> {
	readonly owner: string;
}

/** Who sees what a block is for, and whether others learn whose it is. */
export interface Disclosure {
	readonly audience: string;
	readonly isAnonymous: boolean;
}

/**
 * The tellings of a revision: whole for everyone where its audience is public; else whole for the group, and one for everyone
 * that says which telescope, when and where on the sky, not what for, and not for whom where the group stays anonymous. Who
 * answers for the telescope is named in both.
 */
export function tellingsOf(
	revision: BlockRevision,
	{ audience, isAnonymous }: Disclosure,
	isByOperator: boolean,
	now: Instant
): Fact[] {
	const told = {
		known_at: now,
		known_from: 'received' as const,
		version: hash63(`${revision.block}/${revision.revision}`),
		packet: null
	};
	if (audience === everyone)
		return [{ ...revision, ...told, is_redacted: false, collection: scheduleCollection }];
	const redacted = {
		...revision,
		...told,
		owner: isAnonymous ? null : revision.owner,
		campaign: null,
		plan: null,
		subject: null,
		label: null,
		reason: null,
		actor: isByOperator ? revision.actor : null,
		is_redacted: true,
		collection: scheduleCollection
	};
	return [{ ...revision, ...told, is_redacted: false, collection: campaignCollection(audience) }, redacted];
}
