import type { Instant } from '#lib/sky/time.ts';

/** Something that happened, told by how it became known: pages of the time machine about several subjects at once. */
export interface Story {
	/** Its address below `/stories/`. */
	readonly slug: string;
	readonly title: string;
	readonly sentence: string;
	/** Where somebody who comes for the first time begins: before anything was known. */
	readonly beginsAt: Instant;
	/** What times are counted from. */
	readonly originAt: Instant;
	/** Objects and events, by the addresses of their pages. */
	readonly subjects: readonly string[];
	/** Whose sight of then is offered; the first is that of everyone today. */
	readonly audiences: readonly Audience[];
}

/** Somebody whose eyes a story can be seen with. */
export interface Audience {
	/** Value of `as_seen_by`, or null for all that the reader may see today. */
	readonly seenBy: string | null;
	readonly name: string;
	/** What to look at, each from a moment until that of the next. */
	readonly captions: readonly Caption[];
}

export interface Caption {
	readonly from: Instant;
	readonly text: string;
}

/** The caption of a moment for an audience; null where the story has none. */
export function captionAt(story: Story, seenBy: string | null, at: Instant): string | null {
	const audience = story.audiences.find((one) => one.seenBy === seenBy);
	return audience?.captions.findLast(({ from }) => from <= at)?.text ?? null;
}
