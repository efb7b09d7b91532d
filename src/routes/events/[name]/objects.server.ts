import {
	objectsAround,
	smallCone,
	smallPartOf,
	type EventPage,
	type Question
} from '#lib/archive/index.server.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { SkyCircle } from '#lib/ui/sky/RegionMap.svelte';

const MOST_SHOWN = 20;

/** Objects where an event is said to be, by how their first news stands to it; null where nothing says where. */
export async function objectsOf(
	question: Question,
	{ event }: Pick<EventPage, 'event'>,
	skymap: Skymap | null,
	circles: readonly SkyCircle[]
) {
	const circle = circles.find(({ isNewest }) => isNewest);
	const part = skymap ? smallPartOf(skymap) : circle ? circlePart(circle) : null;
	if (!part) return null;
	const found = await objectsAround(question, part, event.event_at ?? event.first_known_at, MOST_SHOWN);
	return { ...found, level: part.level };
}

function circlePart({ raDeg, decDeg, radiusDeg }: SkyCircle) {
	const part = radiusDeg === null ? null : smallCone(raDeg, decDeg, radiusDeg);
	return part && { ...part, level: null };
}
