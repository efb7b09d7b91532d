import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { blockStates } from '#lib/db/schema.ts';
import {
	acts,
	blockHistory,
	change,
	findConflicts,
	listBlocks,
	propose,
	readBlock,
	reasonKinds,
	type ResolvableConflict
} from '#lib/planner/bookings/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { flag, instant, number, text, word } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const blockField = text('Name of the block.', 50);
const facilityField = text('Name of a facility: palomar-48.', 100);

export const scheduleInput = z.strictObject({
	facility: facilityField.optional(),
	campaign: text('Only blocks of this campaign.', 100).optional(),
	plan: text('Only blocks of this plan.', 50).optional(),
	subject: text('Only blocks for this: objects/<survey>/<id> or events/<name>.', 500).optional(),
	state: word('Only blocks in this state.', blockStates).optional(),
	from: instant('Only blocks that end after this moment.').optional(),
	to: instant('Only blocks that begin before this moment.').optional(),
	...basisFields,
	...pageFields
});

export const conflictsInput = z.strictObject({
	from: instant('Beginning of the time that is looked at; the moment asked about unless told.').optional(),
	to: instant('Its end; a day later unless told.').optional(),
	...basisFields
});

export const blockInput = z.strictObject({ id: blockField, ...basisFields });

const positive = (description: string) =>
	number(description, 'a number above 0', (value) => value > 0, { exclusiveMinimum: 0 });
const wishField = z.strictObject({
	facility: facilityField,
	instrument: text('Instrument of the facility.', 100),
	from: instant('Beginning.'),
	to: instant('End.'),
	ra_deg: number('Right ascension, ICRS, in degrees.', 'a number', () => true, {}),
	dec_deg: number('Declination, ICRS, in degrees.', 'a number', () => true, {}),
	band: text('Band.', 20).optional(),
	exposure_sec: positive('Time of one exposure in seconds.').optional(),
	exposures: number('Exposures.', 'a whole number from 1', (n) => Number.isInteger(n) && n >= 1 && n < 1e6, {
		type: 'integer',
		minimum: 1
	}).optional(),
	subject: text('What it is for: objects/<survey>/<id> or events/<name>.', 500).optional(),
	label: text('What people call it.', 200).optional()
});

const proposeInput = z
	.strictObject({
		campaign: text('Campaign that wants it.', 100).optional(),
		plan: text('Plan that it comes from.', 50).optional(),
		owner: text('Group that wants it, without a campaign.', 100).optional(),
		audience: text('Who sees what it is for, without a campaign: public, or the group.', 100).optional(),
		is_anonymous: flag(
			'Whether others see that somebody asks for time, and not who, without a campaign.'
		).default(false),
		blocks: z.array(wishField).min(1)
	})
	.refine(({ campaign, owner }) => (campaign === undefined) !== (owner === undefined), {
		message: 'must have campaign or owner, and not both'
	});

const changeField = z
	.strictObject({
		block: blockField,
		revision: number('The revision that was looked at.', 'a whole number', Number.isInteger, {
			type: 'integer'
		}),
		act: word('What is done.', acts),
		reason: text('Why, in words.', 2000).optional(),
		reason_kind: word('Why, as one of these.', reasonKinds).optional(),
		from: instant(
			'Of a move: its new beginning; of an execution: when it began, as booked unless told.'
		).optional(),
		to: instant('Its new end; when it ended. What is executed as booked is over.').optional(),
		depth_mag: number(
			'Of an execution: limiting AB magnitude that was reached.',
			'a number',
			Number.isFinite,
			{}
		).optional()
	})
	.refine(({ from, to }) => (from === undefined) === (to === undefined), {
		message: 'must have from and to, or neither'
	});

const cursor = z.object({ from: place.instant, block: place.text });

const usualSpan = 86_400_000_000;

/** A conflict with its blocks and pairs of these by name. */
export function namedConflict({ kind, blocks, pairs, from, to, what, resolution }: ResolvableConflict) {
	return {
		...{ kind, from, to, what, resolution },
		blocks: blocks.map(({ block }) => block),
		pairs: pairs.map(([first, second]) => [first.block, second.block] as const)
	};
}

export const scheduleRouter = router({
	/** Blocks of the shared schedule, by their beginning. */
	list: procedure.input(scheduleInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { facility, campaign, plan, subject, state, from, to, limit } = input;
		const after = decodeCursor(input.cursor, cursor);
		const states = state ? [state] : null;
		const filter = { facility, campaign, plan, subject, states, from, to, after, limit: limit + 1 };
		const found = await listBlocks(question, filter);
		const blocks = found.slice(0, limit);
		const last = found.length > blocks.length ? blocks.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			blocks,
			next_cursor: encodeCursor(last && { from: last.from_at, block: last.block })
		};
	}),

	/** A block, and how it came to be as it is. */
	read: procedure.input(blockInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const block = await readBlock(question, input.id);
		return {
			basis: formatBasis(question.basis),
			block,
			revisions: await blockHistory(question, input.id)
		};
	}),

	/** Blocks that get in each other's way or look at the same for two groups, by what they are at odds about, and what would help. */
	conflicts: procedure.input(conflictsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const from = input.from ?? question.basis.knownAt;
		const to = input.to ?? ((from + usualSpan) as Instant);
		const { conflicts, isCut } = await findConflicts(question, { from, to });
		return { basis: formatBasis(question.basis), conflicts: conflicts.map(namedConflict), is_cut: isCut };
	}),

	/** Asks facilities for time, all of it or none. */
	propose: procedure.input(proposeInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		const { campaign, plan = null, owner, audience = owner, is_anonymous: isAnonymous, blocks } = input;
		const wanter =
			campaign === undefined ? { owner: owner!, audience: audience!, isAnonymous } : { campaign, plan };
		const wishes = blocks.map(
			({ ra_deg: raDeg, dec_deg: decDeg, exposure_sec: exposureSec = null, ...one }) => ({
				...one,
				raDeg,
				decDeg,
				exposureSec,
				band: one.band ?? null,
				exposures: one.exposures ?? null,
				subject: one.subject ?? null,
				label: one.label ?? null
			})
		);
		const by = { viewer, actor: viewer.name, now: ctx.now };
		const { blocks: names, conflicts, isCut } = await propose(ctx.archive, [{ wanter, wishes }], by);
		return { blocks: names, conflicts: conflicts.map(namedConflict), is_cut: isCut };
	}),

	/** Accepts, declines, moves, withdraws, executes, fails or aborts blocks, all of them or none. */
	change: procedure
		.input(z.strictObject({ changes: z.array(changeField).min(1).max(1000) }))
		.mutation(async ({ ctx, input }) => {
			const viewer = await ctx.viewer();
			const changes = input.changes.map(
				({
					reason_kind: reasonKind = null,
					reason = null,
					depth_mag: depthMag = null,
					from,
					to,
					...one
				}) => ({
					...one,
					reason,
					reasonKind,
					depthMag,
					to: from !== undefined && to !== undefined ? { from, to } : null
				})
			);
			const revisions = await change(ctx.archive, changes, { viewer, actor: viewer.name, now: ctx.now });
			return {
				blocks: revisions.map(({ block, revision, state }) => ({ block, revision, state }))
			};
		})
});
