import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, visible, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Goals } from './goals.ts';

/** A campaign in a revision. */
export interface Campaign extends Omit<InferSelectModel<typeof schema.campaign>, 'goals'> {
	readonly goals: Goals;
}

export interface CampaignFilter {
	readonly state?: 'open' | 'closed' | null;
	readonly after?: { readonly knownAt: Instant; readonly campaign: string } | null;
	readonly limit: number;
}

/** Campaigns as known at a basis, the latest changed first; without their goals, which may be long. */
export function listCampaigns(
	question: Question,
	{ state = null, after = null, limit }: CampaignFilter
): Promise<Omit<Campaign, 'goals'>[]> {
	const { sql } = question.database;
	return sql<Omit<Campaign, 'goals'>[]>`
		select c.campaign, c.revision, c.title, c.audience, c.owner, c.is_anonymous, c.state, c.reason, c.actor,
			c.collection, c.known_at, c.known_from, c.version, c.packet, c.batch, c.fact
		from ${asOf(question, 'campaign')} c
		where (${state}::text is null or c.state = ${state}::text)
			and (${after === null} or (c.known_at, c.campaign) < (${after?.knownAt ?? null}::timestamptz, ${after?.campaign ?? null}::text))
		order by c.known_at desc, c.campaign desc
		limit ${limit}`;
}

/** A campaign in the revision in force, or in an earlier one. @throws LookbackError `planner/unknown-campaign`. */
export async function readCampaign(
	question: Question,
	name: string,
	revision: number | null = null
): Promise<Campaign> {
	const { sql } = question.database;
	const [campaign] =
		revision === null
			? await sql<Campaign[]>`select c.* from ${asOf(question, 'campaign')} c where c.campaign = ${name}`
			: await sql<Campaign[]>`
				select t.* from campaign t
				where t.campaign = ${name} and t.revision = ${revision} and ${visible(question)}
				order by t.known_at limit 1`;
	if (campaign) return campaign;
	const basis = formatBasis(question.basis);
	const which = revision === null ? '' : `revision ${revision} of `;
	throw new LookbackError(
		'not-found',
		'planner/unknown-campaign',
		`No ${which}campaign ${name.slice(0, 100)} is known at ${basis}.`,
		{ campaign: name, basis }
	);
}

/** Every revision of a campaign known at a basis, the newest first, without goals. */
export function campaignRevisions(question: Question, name: string): Promise<Omit<Campaign, 'goals'>[]> {
	return question.database.sql<Omit<Campaign, 'goals'>[]>`
		select t.campaign, t.revision, t.title, t.audience, t.owner, t.is_anonymous, t.state, t.reason, t.actor,
			t.collection, t.known_at, t.known_from, t.version, t.packet, t.batch, t.fact
		from campaign t
		where t.campaign = ${name} and ${visible(question)}
		order by t.revision desc`;
}
