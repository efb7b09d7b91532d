import { randomBytes } from 'node:crypto';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import { everyone } from '#lib/access/audience.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { newestBatch, recordFacts, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readCampaign } from '../campaigns/read.server.ts';
import type { Facility } from '../facilities/facility.ts';
import { readFacility } from '../facilities/read.server.ts';
import { campaignCollection } from '../audience.ts';
import { isSubject } from '../is-subject.ts';
import { readPlan } from '../plans/read.server.ts';
import { findConflicts, type FoundConflicts } from './conflicts.server.ts';
import { tellingsOf, type BlockRevision, type Disclosure } from './block.ts';
import { checkWish, type BlockWish } from './wish.ts';

/** What proposals read and write. */
export interface BookingArchive {
	readonly database: Database;
	readonly store: RawStore;
}

/** Who acts, and when. */
export interface Actor {
	readonly viewer: Viewer;
	readonly actor: string;
	readonly now: Instant;
}

/** Who wants blocks: a campaign, whose audience sees what they are for; or a group without one. */
export type Wanter =
	| { readonly campaign: string; readonly plan: string | null }
	| { readonly owner: string; readonly audience: string; readonly isAnonymous: boolean };

/** Blocks that somebody wants. */
export interface Proposal {
	readonly wanter: Wanter;
	readonly wishes: readonly BlockWish[];
}

export const mostAtOnce = 2000;

/**
 * Asks facilities for time, all of it or none; nothing is held until they accept. The answer has the names of the blocks, in
 * order, and the conflicts that they have come into. Where one who wants them stays anonymous all do. @throws LookbackError `access/...`, `planner/bad-block`, `planner/unknown-facility`, `planner/unknown-campaign`,
 * `planner/campaign-closed`, `planner/plan-proposed`, `planner/unknown-plan`.
 */
export async function propose(
	archive: BookingArchive,
	proposals: readonly Proposal[],
	by: Actor
): Promise<FoundConflicts & { readonly blocks: readonly string[] }> {
	const { database } = archive;
	const wishes = proposals.flatMap((one) => one.wishes);
	if (wishes.length === 0 || wishes.length > mostAtOnce)
		throw new LookbackError(
			'incorrect',
			'planner/bad-block',
			`From 1 to ${mostAtOnce} blocks can be proposed at once; got ${wishes.length}.`
		);
	const strange = wishes.find(({ subject }) => subject !== null && !isSubject(subject));
	if (strange)
		throw new LookbackError(
			'incorrect',
			'planner/bad-block',
			`The block cannot be proposed: its subject must be objects/<survey>/<name> or events/<name>; got '${strange.subject!.slice(0, 50)}'.`
		);
	const question = await presentOf(database, by);
	const names = [...new Set(wishes.map((one) => one.facility))].sort();
	const facilities = new Map(
		await Promise.all(
			names.map(async (name) => [name, (await readFacility(question, name)).facility] as const)
		)
	);
	const asked = await Promise.all(
		proposals.map(async (one) => {
			const wanter = await wanterOf(question, one.wanter);
			await assertMayAsk(database, wanter, by);
			return {
				wanter,
				revisions: one.wishes.map((wish) => firstRevision(wish, facilities.get(wish.facility)!, wanter, by))
			};
		})
	);
	// all of it changes in one batch, which everyone sees: whose one part is tells whose the other is
	const isAnonymous = asked.some(({ wanter }) => wanter.isAnonymous);
	const blocks = asked.flatMap(({ revisions }) => revisions.map((one) => one.block));
	const note = `${blocks.length} ${blocks.length === 1 ? 'block' : 'blocks'} proposed to ${names.join(', ')}`;
	await recordFacts(
		archive,
		{ actor: by.actor, kind: 'schedule', note: note.slice(0, 200) },
		null,
		() =>
			asked.flatMap(({ wanter, revisions }) =>
				revisions.flatMap((one) => rowsOf(one, { audience: wanter.audience, isAnonymous }, false, by.now))
			),
		by.now,
		(tx) => assertNotProposed(tx, proposals)
	);
	const span = {
		from: Math.min(...wishes.map(({ from }) => from)) as Instant,
		to: Math.max(...wishes.map(({ to }) => to)) as Instant
	};
	const present = await presentOf(database, by);
	// the collection of the group's campaigns may have come about just now
	const own = asked.map(({ wanter }) => campaignCollection(wanter.audience));
	const viewer = { ...by.viewer, collections: [...new Set([...by.viewer.collections, ...own])] };
	return { blocks, ...(await findConflicts({ ...present, viewer }, { ...span, of: new Set(blocks) })) };
}

type Wanting = Awaited<ReturnType<typeof wanterOf>>;

async function assertMayAsk(
	database: Database,
	{ owner, audience, isAnonymous }: Wanting,
	by: Actor
): Promise<void> {
	await assertMaySpeakFor(database, by.viewer, 'planner', owner, by.now);
	if (audience !== everyone && audience !== owner)
		throw new LookbackError(
			'incorrect',
			'planner/bad-block',
			`What a block is for can be seen by its owner, ${owner}, or by all (public); got '${audience}'.`
		);
	if (audience === everyone && isAnonymous)
		throw new LookbackError(
			'incorrect',
			'planner/bad-block',
			`What everyone can see, and for whom, cannot be anonymous; the audience must be the owner, ${owner}, then.`
		);
}

/** Under the ledger's lock: a plan goes to its facilities once. */
async function assertNotProposed(tx: Transaction, proposals: readonly Proposal[]): Promise<void> {
	for (const { wanter } of proposals) {
		if (!('campaign' in wanter) || wanter.plan === null) continue;
		const [block] = await tx<{ block: string }[]>`
			select block from block where campaign = ${wanter.campaign} and plan = ${wanter.plan} limit 1`;
		if (block)
			throw new LookbackError(
				'conflict',
				'planner/plan-proposed',
				`The plan ${wanter.plan} was proposed already, the block ${block.block} among others; another plan can be made.`,
				{ plan: wanter.plan }
			);
	}
}

function firstRevision(
	wish: BlockWish,
	facility: Facility,
	{ owner, campaign, plan }: Wanting,
	{ actor, now }: Actor
): BlockRevision {
	return {
		block: `b${randomBytes(6).toString('hex')}`,
		revision: 1,
		state: 'proposed',
		facility: wish.facility,
		telescope: checkWish(wish, facility, now).telescope.telescope,
		instrument: wish.instrument,
		from_at: wish.from,
		to_at: wish.to,
		ra_deg: wish.raDeg,
		dec_deg: wish.decDeg,
		band: wish.band,
		exposure_sec: wish.exposureSec,
		exposures: wish.exposures,
		owner,
		campaign,
		plan,
		subject: wish.subject,
		label: wish.label,
		reason: null,
		reason_kind: null,
		actor
	};
}

export function rowsOf(revision: BlockRevision, disclosure: Disclosure, isByOperator: boolean, now: Instant) {
	return tellingsOf(revision, disclosure, isByOperator, now).map((row) => ({
		relation: 'block' as const,
		row
	}));
}

/** What is known at this moment, to whoever acts. */
export async function presentOf(database: Database, { viewer, now }: Actor): Promise<Question> {
	const { batch } = await newestBatch(database);
	return { database, basis: { knownAt: now, batch, pinned: false, isNow: true }, viewer };
}

async function wanterOf(question: Question, wanter: Wanter) {
	if (!('campaign' in wanter)) return { ...wanter, campaign: null, plan: null };
	const { owner, audience, is_anonymous, state } = await readCampaign(question, wanter.campaign);
	if (state === 'closed')
		throw new LookbackError(
			'conflict',
			'planner/campaign-closed',
			`The campaign ${wanter.campaign} is closed; nothing can be asked for it.`,
			{ campaign: wanter.campaign }
		);
	if (wanter.plan !== null) {
		const { campaigns } = await readPlan(question, wanter.plan);
		if (!campaigns.includes(wanter.campaign))
			throw new LookbackError(
				'incorrect',
				'planner/bad-block',
				`The plan ${wanter.plan} was not made for the campaign ${wanter.campaign}; it was for ${campaigns.join(', ')}.`,
				{ plan: wanter.plan, campaign: wanter.campaign }
			);
	}
	return { owner, audience, isAnonymous: is_anonymous, campaign: wanter.campaign, plan: wanter.plan };
}
