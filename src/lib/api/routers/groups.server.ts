import { z } from 'zod';
import { decideMembership } from '#lib/access/decide.server.ts';
import { decisionsAbout } from '#lib/access/decision-history.server.ts';
import { groupsFor, readGroup } from '#lib/access/groups.server.ts';
import { roles } from '#lib/access/roles.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { LookbackError } from '#lib/errors.ts';
import { flag, instant, text, word } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const groupField = text('Name of the group.', 100);

export const groupsInput = z.strictObject(basisFields);
export const groupInput = z.strictObject({ name: groupField, ...basisFields });

const memberInput = z.strictObject({
	group: groupField,
	person: text('Who joins or leaves it.', 100),
	role: word('In which role.', roles),
	is_member: flag('true: they join; false: they leave.'),
	known_at: instant('From when on this is known; now unless told.').optional()
});

export const groupsRouter = router({
	/** Groups the viewer belongs to now, and owners of collections it may see something of. */
	list: procedure.input(groupsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const groups = await groupsFor(question, input.as_seen_by ?? null);
		return { basis: formatBasis(question.basis), groups };
	}),

	/** A group: its collections, its members and what was decided about either, as known at the basis. */
	read: procedure.input(groupInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const basis = formatBasis(question.basis);
		const group = await readGroup(question, input.name, input.as_seen_by ?? null);
		if (!group)
			throw new LookbackError(
				'not-found',
				'access/unknown-group',
				`No group ${input.name} is known at ${basis}, or nothing of it is for you to know.`,
				{ name: input.name, basis }
			);
		return { basis, ...group, decisions: await decisionsAbout(question, group) };
	}),

	/** Says that someone joins or leaves a group in a role. */
	setMember: procedure.input(memberInput).mutation(async ({ ctx, input }) => {
		const { group, person, role, is_member, known_at } = input;
		const change = { group, person, role, isMember: is_member, knownAt: known_at ?? ctx.now };
		const sealed = await decideMembership(ctx.archive.database, await ctx.viewer(), change, ctx.now);
		return { batch: sealed?.batch ?? null };
	})
});
