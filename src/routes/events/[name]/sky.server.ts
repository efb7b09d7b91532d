import { readSkymap, type EventPage, type Localization, type Question } from '#lib/archive/index.server.ts';
import { areaChangeText } from '#lib/ui/values/area-text.ts';
import { errorCircles } from '#lib/ui/sky/error-circles.ts';
import { bandedCells, bandedOutline } from '#lib/ui/plots/credible-bands.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { Outline } from '#lib/ui/plots/cells-outline.ts';
import { frameOfCircles, frameOfMap } from '#lib/ui/plots/event-frames.ts';
import { keeper } from '../../kept.server.ts';

/** Which map the page shows: that of a notice, else the newest. */
export interface MapChoice {
	readonly noticeId: string | null;
	readonly name: string | null;
}

/** Where an event is, as its page draws it; `skymap` is the map itself, for the objects in it. */
export async function skyOf(question: Question, answer: EventPage, choice: MapChoice) {
	const circles = errorCircles(answer.notices);
	if (answer.localizations.length === 0 && choice.noticeId === null) {
		const frame = circles.length ? frameOfCircles(circles) : null;
		return { drawn: { circles, frame, map: null }, skymap: null };
	}
	const { localization, skymap } = await readSkymap(question, answer.event.event, choice);
	const before = mapBefore(answer.localizations, localization);
	const outline = before && (await outlineOf(question, before));
	const { cells, regions } = await kept(localization, () => draw(skymap));
	const map = {
		localization,
		isNewest: isSame(localization, answer.localizations.at(-1)!),
		cells,
		regions,
		before: before &&
			outline && {
				localization: before,
				outline,
				change: areaChangeText(before.area_90_deg2, localization.area_90_deg2)
			}
	};
	return { drawn: { circles, frame: frameOfMap(cells, outline), map }, skymap };
}

/** The latest map told before a map and unlike it: an alert's map is often told again in another format. */
function mapBefore(maps: readonly Localization[], shown: Localization): Localization | null {
	const place = maps.findIndex((one) => isSame(one, shown));
	return maps.slice(0, place).findLast((one) => !hasSameRegion(one, shown)) ?? null;
}

const isSame = (a: Localization, b: Localization) => a.notice_id === b.notice_id && a.name === b.name;

function hasSameRegion(a: Localization, b: Localization): boolean {
	return (
		a.area_90_deg2 === b.area_90_deg2 && a.area_50_deg2 === b.area_50_deg2 && a.cell_count === b.cell_count
	);
}

/** The outline of a map's 90 % region. */
async function outlineOf(question: Question, map: Localization): Promise<Outline> {
	const { regions } = await kept(map, async () => {
		const { event, notice_id: noticeId, name } = map;
		return draw((await readSkymap(question, event, { noticeId, name })).skymap);
	});
	return regions.at(-1)!.outline;
}

const kept = keeper<ReturnType<typeof draw>>(100);

function draw(skymap: Skymap) {
	const cells = bandedCells(skymap);
	return { cells, regions: [0.5, 0.9].map((level) => ({ level, outline: bandedOutline(cells, level) })) };
}
