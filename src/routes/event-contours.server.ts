import { readSkymap, type Localization, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { credibleOutlines } from '#lib/ui/plots/credible-regions.ts';
import type { SkyRegion } from '#lib/ui/plots/sky-regions.ts';
import { keeper } from './kept.server.ts';

/** Levels whose regions a map of several events shows. */
const levels = [0.5, 0.9];
/** On a map of the whole sky a pixel of the screen is half a degree: more cells would be seen by nobody. */
const mostPixels = 1500;

type EventMap = Awaited<ReturnType<typeof readSkymap>>;

const kept = keeper<readonly SkyRegion[]>(100);

/** Credible regions of maps, each drawn once. */
export async function contoursOf(question: Question, maps: readonly Localization[]): Promise<SkyRegion[]> {
	const drawn = await Promise.all(
		maps.map((map) =>
			kept(map, async () => {
				const { event, notice_id: noticeId, name } = map;
				const { skymap } = await readSkymap(question, event, { noticeId, name });
				return regionsOf(skymap, event);
			})
		)
	);
	return drawn.flat();
}

/** Credible regions of the newest map of one event. @throws LookbackError `archive/no-skymap`. */
export async function newestContours(question: Question, event: string): Promise<SkyRegion[]> {
	return contoursOfMap(await readSkymap(question, event));
}

/** The same of a map that was read already. */
export async function contoursOfMap({ localization, skymap }: EventMap): Promise<SkyRegion[]> {
	return [...(await kept(localization, () => regionsOf(skymap, localization.event)))];
}

/** Credible regions of the newest maps of some events; in `unmapped` those of which no map is known. */
export async function contoursOfEvents(
	question: Question,
	events: readonly string[]
): Promise<{ readonly regions: SkyRegion[]; readonly unmapped: string[] }> {
	const unmapped: string[] = [];
	const regions = await Promise.all(
		[...new Set(events)].map(async (event) => {
			try {
				return await newestContours(question, event);
			} catch (error) {
				if (!(error instanceof LookbackError) || error.kind !== 'not-found') throw error;
				unmapped.push(event);
				return [];
			}
		})
	);
	return { regions: regions.flat(), unmapped };
}

function regionsOf(skymap: Skymap, event: string): SkyRegion[] {
	return credibleOutlines(skymap, levels, mostPixels).map((region) => ({ ...region, event }));
}
