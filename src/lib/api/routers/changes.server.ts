import { setTimeout as sleep } from 'node:timers/promises';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { changedSince } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { long } from '../fields.ts';
import { procedure, router } from '../trpc.server.ts';
import { Turns } from '../turns.ts';

/** Relations whose changes can be followed: what pages about campaigns and schedules are made from. */
export const followed = [
	'facility',
	'campaign',
	'plan',
	'block',
	'pointing',
	'notice',
	'localization'
] as const;

const followInput = z.strictObject({
	since: long('Batch of the basis that is shown already.'),
	lastEventId: long('The last batch that was told; what an EventSource sends by itself.').nullish()
});

/**
 * Followers are told one after the other: a page that is told asks for its data again, and as many pages as are open would ask
 * at once.
 */
const telling = new Turns(1);
/** What two cores answer: 20 pages in a second. */
const betweenMs = 50;

export const changesRouter = router({
	/**
	 * Which relations have changed, of facts that the asker may see by then, as server-sent events: nothing is told of batches
	 * that hold none. Ends when the asker is no longer who asked.
	 */
	follow: procedure.input(followInput).subscription(async function* ({ ctx, input, signal }) {
		const { seals } = ctx.archive;
		if (!seals) throw unfollowed();
		const { name } = await ctx.viewer();
		let since = input.lastEventId ?? input.since;
		for await (const { batch, heardAt } of seals.after(since, signal ?? new AbortController().signal)) {
			await telling.take();
			let changed: (typeof followed)[number][] = [];
			try {
				const later = ctx.later(heardAt);
				if ((await later.viewer()).name !== name) return;
				changed = await changedSince(await later.question({ batch: String(batch) }), followed, since);
			} finally {
				if (changed.length > 0) void sleep(betweenMs).then(() => telling.give());
				else telling.give();
			}
			since = batch;
			if (changed.length > 0) yield tracked(String(batch), { batch, changed });
		}
	})
});

function unfollowed(): LookbackError {
	return new LookbackError(
		'unavailable',
		'api/not-followed',
		'Changes can be followed at a portal that serves others; this is none.'
	);
}
