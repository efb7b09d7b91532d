import { everyone } from '#lib/access/audience.ts';
import { assertMay, assertMayWrite, may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { recordFacts } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readFacility } from '../facilities/read.server.ts';
import {
	reasonKinds,
	sidesOf,
	stateAfter,
	wantsReason,
	type Act,
	type ReasonKind,
	type Side
} from './acts.ts';
import type { BlockRevision, Disclosure } from './block.ts';
import { pointingOf } from './carried-out.ts';
import { presentOf, rowsOf, type Actor, type BookingArchive } from './propose.server.ts';
import { readBlock, type Block } from './read.server.ts';
import { assertFree, assertUnchanged } from './taken.server.ts';
import { timesAfter } from './times.ts';
import { checkWish } from './wish.ts';

export interface Change {
	readonly block: string;
	/** The revision that whoever acts was looking at. */
	readonly revision: number;
	readonly act: Act;
	readonly reason: string | null;
	readonly reasonKind: ReasonKind | null;
	/** Of `move`: where to; of `execute`: when it was really observed, null for as booked, once that is over. */
	readonly to?: { readonly from: Instant; readonly to: Instant } | null;
	/** Of `execute`: limiting AB magnitude that was reached, where it is told. */
	readonly depthMag?: number | null;
}

/**
 * Carries out changes of blocks, all of them or none. Each is a revision of its own, with actor and time; accepted blocks
 * hold their telescope, which does one thing at a time; what is executed is recorded as a pointing, too. The answer has the new revisions, in order.
 * @throws LookbackError `access/...`, `planner/unknown-block`, `planner/bad-act`, `planner/bad-reason`, `planner/bad-block`,
 * `planner/block-changed`, `planner/telescope-taken`.
 */
export async function change(
	archive: BookingArchive,
	changes: readonly Change[],
	by: Actor
): Promise<BlockRevision[]> {
	const { database } = archive;
	assertMayWrite(by.viewer);
	assertOnce(changes);
	const question = await presentOf(database, by);
	const done = await Promise.all(
		changes.map(async (one) => {
			const seen = await readBlock(question, one.block);
			if (seen.revision !== one.revision) throw changedSince(seen, one.revision);
			const { operators, facility } = await readFacility(question, seen.facility);
			const { whole, disclosure, proposedAt } = await wholeOf(database, seen);
			const side = sideOf(by.viewer, one.act, seen, whole.owner, operators);
			const state = stateAfter(one.act, seen.state, side);
			const { from_at, to_at } = timesAfter(whole, one, { now: by.now, proposedAt });
			if (one.act === 'move')
				checkWish(
					{
						...wishOf(whole),
						from: from_at,
						to: to_at
					},
					facility,
					by.now
				);
			const revision: BlockRevision = {
				...whole,
				revision: seen.revision + 1,
				state,
				from_at,
				to_at,
				...reasonOf(one),
				actor: by.actor
			};
			return { revision, disclosure, isByOperator: side === 'operator', depthMag: depthOf(one) };
		})
	);
	assertNotLinked(done);
	const revisions = done.map(({ revision }) => revision);
	const holds = revisions
		.filter(({ state }) => state === 'accepted')
		.map(({ block, facility, telescope, from_at: from, to_at: to }) => ({
			block,
			facility,
			telescope,
			from,
			to
		}));
	const [first] = changes;
	const note =
		changes.length === 1 ? `block ${first!.block}: ${first!.act}` : `${changes.length} blocks: ${first!.act}`;
	await recordFacts(
		archive,
		{ actor: by.actor, kind: 'schedule', note },
		null,
		() =>
			done.flatMap(({ revision, disclosure, isByOperator, depthMag }) => [
				...rowsOf(revision, disclosure, isByOperator, by.now),
				...(revision.state === 'executed'
					? [
							{
								relation: 'pointing' as const,
								row: pointingOf(revision, disclosure, depthMag, by.now)
							}
						]
					: [])
			]),
		by.now,
		async (tx) => {
			await assertUnchanged(tx, changes);
			await assertFree(tx, holds);
		}
	);
	return revisions;
}

/** Who a viewer may act as upon a block, the operators' side first. */
export function sidesFor(viewer: Viewer, owner: string | null, operators: string | null): Side[] {
	const sides: Side[] = [];
	if (may(viewer, 'operator', operators ?? archiveGroup)) sides.push('operator');
	if (owner !== null && may(viewer, 'planner', owner === everyone ? archiveGroup : owner))
		sides.push('planner');
	return sides;
}

function sideOf(viewer: Viewer, act: Act, seen: Block, owner: string, operators: string | null): Side {
	const side = sidesFor(viewer, owner, operators).find((one) => sidesOf(act).includes(one));
	if (side) return side;
	// says what would be wanted
	if (sidesOf(act).includes('operator')) assertMay(viewer, 'operator', operators ?? archiveGroup);
	if (seen.owner === null)
		throw new LookbackError(
			'forbidden',
			'access/not-allowed',
			`This wants the role planner in the group that wants the block ${seen.block}, which ${viewer.name} does not have.`,
			{ role: 'planner' }
		);
	assertMay(viewer, 'planner', owner === everyone ? archiveGroup : owner);
	throw new Error(`${act} is for nobody`);
}

/** A block has one next revision. */
function assertOnce(changes: readonly Change[]): void {
	const twice = changes.find(({ block }, i) => changes.slice(0, i).some((one) => one.block === block));
	if (twice)
		throw bad(
			'planner/bad-act',
			`The block ${twice.block} is named twice; one thing at a time can be done with it.`
		);
}

/** Whether nothing that changes for its owners in one batch tells others whose an anonymous block is. */
function assertNotLinked(
	done: readonly {
		readonly revision: BlockRevision;
		readonly disclosure: Disclosure;
		readonly isByOperator: boolean;
	}[]
): void {
	const own = done.filter(({ isByOperator }) => !isByOperator);
	const [anonymous, named] = [true, false].map((is) =>
		own.find(({ disclosure }) => disclosure.isAnonymous === is)
	);
	if (anonymous && named)
		throw bad(
			'planner/bad-act',
			`Whose the block ${anonymous.revision.block} is others do not learn, and would if it changed together with ${named.revision.block}; change them one after the other.`
		);
}

/** A revision as its owners know it, whoever asks, who else may know what of it, and when the block was proposed. */
async function wholeOf(
	database: Database,
	{ block, revision }: Block
): Promise<{ whole: BlockRevision; disclosure: Disclosure; proposedAt: Instant }> {
	const tellings = await database.sql<(Block & { readonly proposed_at: Instant })[]>`
		select t.*, (select min(f.known_at) from block f where f.block = t.block and f.revision = 1) as proposed_at
		from block t
		where t.block = ${block} and t.revision = ${revision}
		order by t.is_redacted`;
	const whole = revisionOf(tellings[0]!);
	const redacted = tellings.find((one) => one.is_redacted);
	return {
		whole,
		disclosure: redacted
			? { audience: whole.owner, isAnonymous: redacted.owner === null }
			: { audience: everyone, isAnonymous: false },
		proposedAt: tellings[0]!.proposed_at
	};
}

function revisionOf(told: Block): BlockRevision {
	const { block, revision, state, facility, telescope, instrument, from_at, to_at, ra_deg, dec_deg } = told;
	const { band, exposure_sec, exposures, campaign, plan, subject, label, reason, reason_kind, actor } = told;
	return {
		...{ block, revision, state, facility, telescope, instrument, from_at, to_at, ra_deg, dec_deg },
		...{ band, exposure_sec, exposures, campaign, plan, subject, label, reason, reason_kind, actor },
		owner: told.owner!
	};
}

function wishOf(whole: BlockRevision) {
	return {
		facility: whole.facility,
		instrument: whole.instrument,
		raDeg: whole.ra_deg,
		decDeg: whole.dec_deg,
		band: whole.band,
		exposureSec: whole.exposure_sec,
		exposures: whole.exposures,
		subject: whole.subject,
		label: whole.label
	};
}

function depthOf({ block, act, depthMag = null }: Change): number | null {
	if (depthMag === null) return null;
	if (act !== 'execute' || !Number.isFinite(depthMag))
		throw bad(
			'planner/bad-block',
			`A depth is a number, and of a block that is executed; got ${depthMag} with ${act} of ${block}.`
		);
	return depthMag;
}

function reasonOf({ act, reason, reasonKind }: Change): {
	reason: string | null;
	reason_kind: string | null;
} {
	const words = reason?.trim() || null;
	if (words !== null && words.length > 2000)
		throw bad('planner/bad-reason', `The reason may have 2000 characters; it has ${words.length}.`);
	if (wantsReason(act) && words === null && reasonKind === null)
		throw bad(
			'planner/bad-reason',
			`To ${act} a block wants a reason: in words, or one of ${reasonKinds.join(', ')}.`
		);
	return { reason: words, reason_kind: reasonKind };
}

function changedSince({ block, revision }: Block, meant: number): LookbackError {
	return new LookbackError(
		'conflict',
		'planner/block-changed',
		`The block ${block} is at revision ${revision} by now, and this was meant for revision ${meant}; look at it again.`,
		{ block, revision: meant, newest: revision }
	);
}

function bad(code: string, message: string): LookbackError {
	return new LookbackError('incorrect', code, message);
}
