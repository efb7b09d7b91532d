import { everyone } from '#lib/access/audience.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { newestBatch, recordFacts, type RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { LookbackError } from '#lib/errors.ts';
import { parsePosition } from '#lib/sky/position.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { campaignCollection } from '../audience.ts';
import { isSubject } from '../is-subject.ts';
import { listed } from '../listed.ts';
import { isTooDeep, mostLevels } from '../nesting.ts';
import { wrongPart } from '../wrong-part.ts';
import { goalsSchema, type Goals } from './goals.ts';
import { unknownNames } from './unknown-names.server.ts';

export interface CampaignWish {
	/** Lower-case letters, digits and hyphens; the address of its page. */
	readonly campaign: string;
	readonly title: string;
	/** Who sees it: public, or a group; for ever, since what was public cannot be called back. */
	readonly audience: string;
	/** Group that wants it; public for one of the archive's own. */
	readonly owner: string;
	/** Whether others see that somebody holds a telescope, and not who. */
	readonly isAnonymous: boolean;
	readonly state: 'open' | 'closed';
	readonly goals: unknown;
	/** Why it is revised. */
	readonly reason: string | null;
	/** The revision that this one follows; 0 for a new campaign. */
	readonly follows: number;
}

/**
 * Records a campaign, or its next revision; every earlier one stays. The answer is the number of the revision.
 * @throws LookbackError `access/...`, `planner/bad-campaign`, `planner/campaign-changed` where another came between.
 */
export async function recordCampaign(
	archive: { readonly database: Database; readonly store: RawStore },
	wish: CampaignWish,
	{ viewer, actor, now }: { readonly viewer: Viewer; readonly actor: string; readonly now: Instant }
): Promise<number> {
	const { database } = archive;
	const { campaign, audience, owner, isAnonymous, state, reason, follows } = wish;
	const title = wish.title.trim();
	if (!/^[a-z\d]+(-[a-z\d]+)*$/.test(campaign) || campaign.length > 100)
		throw bad(
			`its name must be lower-case letters and digits with single hyphens between, 100 at most; got '${campaign.slice(0, 100)}'`
		);
	if (title === '' || title.length > 200) throw bad('its title wants words, 200 characters at most');
	if (audience !== everyone && audience !== owner)
		throw bad(`its audience must be public or its owner, ${owner}; got '${audience}'`);
	if (audience === everyone && isAnonymous)
		throw bad('it is public, and cannot be anonymous; a group alone can be its audience then');
	await assertMaySpeakFor(database, viewer, 'planner', owner, now);
	const goals = checkGoals(wish.goals);
	const { batch } = await newestBatch(database);
	const unknown = await unknownNames(
		{ database, basis: { knownAt: now, batch, pinned: false, isNow: true }, viewer },
		goals
	);
	if (unknown.length > 0)
		throw bad(`its goals name ${listed(unknown)}, of which nothing is known at ${formatInstant(now)}`);
	const revision = follows + 1;
	const row = {
		campaign,
		revision,
		title,
		audience,
		owner,
		is_anonymous: isAnonymous,
		state,
		goals,
		reason: reason?.trim() || null,
		actor,
		collection: campaignCollection(audience),
		known_at: now,
		known_from: 'received' as const,
		version: hash63(`${campaign}/${revision}`),
		packet: null
	};
	await recordFacts(
		archive,
		{ actor, kind: 'campaign', note: `campaign ${campaign}, revision ${revision}` },
		null,
		() => [{ relation: 'campaign', row }],
		now,
		async (tx) => {
			const [newest] = await tx<{ revision: number; collection: string; owner: string }[]>`
				select revision, collection, owner from campaign where campaign = ${campaign} order by revision desc limit 1`;
			if (
				(newest?.revision ?? 0) !== follows ||
				(newest && (newest.collection !== row.collection || newest.owner !== owner))
			)
				throw new LookbackError(
					'conflict',
					'planner/campaign-changed',
					follows === 0
						? `The name ${campaign} is taken; another is wanted.`
						: `The campaign ${campaign} was changed since its revision ${follows}; look at it again.`,
					{ campaign, follows }
				);
		}
	);
	return revision;
}

/** Goals with the positions of targets in degrees where both coordinates are written as text, such as 13:09:48.1 and -23:22:53. */
function withPositions(goals: unknown): unknown {
	const targets = (goals as { readonly targets?: unknown } | null)?.targets;
	if (!Array.isArray(targets)) return goals;
	return {
		...(goals as object),
		targets: targets.map((target: unknown) => {
			const { raDeg, decDeg } = (target ?? {}) as Readonly<Record<string, unknown>>;
			if (typeof raDeg !== 'string' || typeof decDeg !== 'string') return target;
			const place = parsePosition(`${raDeg} ${decDeg}`);
			if (!place || place.radiusArcsec !== null) return target;
			return { ...(target as object), raDeg: place.raDeg, decDeg: place.decDeg };
		})
	};
}

/** Goals as they are kept; @throws LookbackError `planner/bad-campaign` with everything that is not as wanted. */
export function checkGoals(goals: unknown): Goals {
	if (isTooDeep(goals)) throw bad(`its goals nest deeper than ${mostLevels} levels`);
	const told = withPositions(goals);
	const result = goalsSchema.safeParse(told);
	if (result.success) {
		for (const { name, subject } of result.data.targets)
			if (subject !== null && !isSubject(subject))
				throw bad(
					`the subject of the target '${name}' must be objects/<survey>/<name> or events/<name>; got '${subject.slice(0, 50)}'`
				);
		return result.data;
	}
	const wrong = result.error.issues.slice(0, 5).map((issue) => wrongPart(issue, told));
	const more = result.error.issues.length - wrong.length;
	throw bad(`of its goals, ${wrong.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-campaign', `The campaign cannot be recorded: ${why}.`);
}
