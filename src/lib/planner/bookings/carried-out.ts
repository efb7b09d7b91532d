import { everyone } from '#lib/access/audience.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import { campaignCollection, pointingCollection } from '../audience.ts';
import type { BlockRevision, Disclosure } from './block.ts';

/**
 * Where the instrument of an executed block looked, as its audience may know it: the block's name is the pointing's, so that it
 * is told once. `depthMag` is the limiting AB magnitude reached, where it is told.
 */
export function pointingOf(
	revision: BlockRevision,
	{ audience }: Disclosure,
	depthMag: number | null,
	now: Instant
): NewFact<'pointing'> {
	const { block, facility, instrument, from_at, to_at, ra_deg, dec_deg, band, campaign, actor } = revision;
	const { subject, exposure_sec, exposures } = revision;
	return {
		...{ facility, pointing: block, instrument, is_executed: true, from_at, to_at, ra_deg, dec_deg },
		position_angle_deg: null,
		band,
		depth_mag: depthMag,
		event: subject?.startsWith('events/') ? subject.slice('events/'.length) : null,
		...{ campaign, block, actor: actor! },
		detail: exposure_sec === null ? null : { exposure_sec, exposures: exposures ?? 1 },
		collection: audience === everyone ? pointingCollection : campaignCollection(audience),
		known_at: now,
		known_from: 'received',
		version: hash63(`${block}/${revision.revision} pointing`),
		packet: null
	};
}
