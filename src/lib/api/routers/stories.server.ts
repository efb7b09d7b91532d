import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { holdsStory, readStory, tellingsOfStory } from '#lib/archive/index.server.ts';
import { stories } from '#lib/archive/stories/index.ts';
import { captionAt, type Story } from '#lib/archive/stories/story.ts';
import { LookbackError } from '#lib/errors.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { changesAround } from '../moments.server.ts';
import { procedure, router } from '../trpc.server.ts';

export const storiesInput = z.strictObject(basisFields);

export const storyInput = z.strictObject({ slug: text('Name of the story.'), ...basisFields, ...pageFields });

/** At a basis the news is as many as it is, in one order. */
const cursor = z.object({ skipped: place.int.min(0) });

export const storiesRouter = router({
	/** The stories of which this archive holds something that the asker may see today. */
	list: procedure.input(storiesInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const today = await ctx.aside({});
		const held = await Promise.all(stories.map((story) => holdsStory(today, story)));
		return {
			basis: formatBasis(question.basis),
			stories: stories.filter((_, i) => held[i]).map(summaryOf)
		};
	}),

	/** A story: what had become known about its subjects, the latest first, and when that changes. */
	read: procedure.input(storyInput).query(async ({ ctx, input }) => {
		const request = basisRequest(input);
		const question = await ctx.question(request);
		const story = storyNamed(input.slug);
		const audience = input.as_seen_by ?? null;
		const basis = formatBasis(question.basis);
		const skipped = decodeCursor(input.cursor, cursor)?.skipped ?? 0;
		const [{ entries, subjects, hasMore }, { earlier, later, moments }] = await Promise.all([
			readStory(question, story, { skipped, limit: input.limit }),
			changesAround(ctx, basis, audience, (asked) => tellingsOfStory(asked, story))
		]);
		return {
			basis,
			story: summaryOf(story),
			caption: captionAt(story, audience, question.basis.knownAt),
			subjects_in_all: story.subjects.length,
			subjects,
			entries,
			next_cursor: encodeCursor(hasMore ? { skipped: skipped + entries.length } : null),
			earlier_at: earlier,
			later_at: later,
			moments
		};
	})
});

function summaryOf({ slug, title, sentence, beginsAt, originAt, audiences }: Story) {
	return {
		slug,
		title,
		sentence,
		begins_at: beginsAt,
		origin_at: originAt,
		audiences: audiences.map(({ seenBy, name }) => ({ as_seen_by: seenBy, name }))
	};
}

function storyNamed(slug: string): Story {
	const story = stories.find((one) => one.slug === slug);
	if (story) return story;
	throw new LookbackError(
		'not-found',
		'archive/unknown-story',
		`There is no story ${slug}; there are ${stories.map((one) => one.slug).join(', ')}.`,
		{ slug }
	);
}
