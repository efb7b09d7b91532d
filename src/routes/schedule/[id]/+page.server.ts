import { redirect } from '@sveltejs/kit';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { actsFrom, movesOf, reasonKinds, sidesFor } from '#lib/planner/bookings/index.server.ts';
import { readFacility } from '#lib/planner/facilities/index.server.ts';
import { drawnBlocks } from '#lib/ui/planner/drawn-blocks.ts';
import { listBlocks } from '#lib/planner/bookings/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { momentsOf } from '../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const block = pageOf(resources.block);
const hoursAround = 6;
const mostAround = 100;

/** A block, how it came to be as it is, what else its telescope does, and what the reader may do with it now. */
export const load: PageServerLoad = async (event) => {
	const answer = await block(event);
	const moments = await momentsOf(event, answer.basis, 'block', { block: answer.block.block });
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const { facility: name, telescope, state, owner, from_at, to_at } = answer.block;
		const known = await readFacility(question, name);
		const sides = question.basis.isNow ? sidesFor(viewer, owner, known.operators) : [];
		const around = await listBlocks(question, {
			facility: name,
			from: (from_at - hoursAround * 3.6e9) as Instant,
			to: (to_at + hoursAround * 3.6e9) as Instant,
			limit: mostAround
		});
		const beside = around.filter((one) => one.telescope === telescope);
		return {
			...answer,
			...moments,
			at: question.basis.knownAt,
			facility: { name: known.name, operators: known.operators },
			drawn: drawnBlocks(
				[known.facility],
				beside,
				from_at,
				(from_at - hoursAround * 3.6e9) as Instant,
				(span) => (question.basis.isNow ? movesOf(viewer, beside, [known], span) : new Map())
			),
			acts: [...new Set(sides.flatMap((side) => actsFrom(state, side)))],
			reasonKinds
		};
	});
};

const fields = ['act', 'revision', 'reason', 'reason_kind', 'from', 'to', 'depth_mag'] as const;

export const actions: Actions = {
	/** Accepts, declines, moves, withdraws, executes, fails or aborts the block. */
	act: (event) => {
		const work = async (form: FormData) => {
			const told = Object.entries(textsOf(form, fields)).filter(([, value]) => value !== '');
			// the procedure itself checks what it is given
			const change = { block: event.params.id, ...Object.fromEntries(told) } as never;
			await callerOf(event.locals.context).schedule.change({ changes: [change] });
			redirect(303, `/schedule/${event.params.id}`);
		};
		return acting(event, work, fields);
	}
};
