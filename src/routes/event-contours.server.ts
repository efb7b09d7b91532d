import { readSkymap, type Localization, type Question } from '#lib/archive/index.server.ts';
import { credibleOutlines } from '#lib/ui/plots/credible-regions.ts';
import type { SkyRegion } from '#lib/ui/plots/sky-regions.ts';

/** Levels whose regions a map of several events shows. */
const levels = [0.5, 0.9];
/** On a map of the whole sky a pixel of the screen is half a degree: more cells would be seen by nobody. */
const mostPixels = 1500;
const mostKept = 100;

/**
 * Credible regions of maps. A map is a fact and never changes, so what was drawn of it is kept, by the
 * place of its row in the ledger; the question has found the row before, so nobody sees what is not theirs.
 */
export async function contoursOf(question: Question, maps: readonly Localization[]): Promise<SkyRegion[]> {
	const drawn = await Promise.all(
		maps.map(async ({ event, notice_id: noticeId, name, batch, fact }) => {
			const key = `${batch}/${fact}`;
			const known = kept.get(key);
			if (known) return known;
			const { skymap } = await readSkymap(question, event, { noticeId, name });
			const regions = credibleOutlines(skymap, levels, mostPixels).map((region) => ({ ...region, event }));
			keep(key, regions);
			return regions;
		})
	);
	return drawn.flat();
}

/** Credible regions of the newest map of one event. @throws LookbackError `archive/no-skymap`. */
export async function newestContours(question: Question, event: string): Promise<SkyRegion[]> {
	const { skymap } = await readSkymap(question, event);
	return credibleOutlines(skymap, levels, mostPixels).map((region) => ({ ...region, event }));
}

const kept = new Map<string, readonly SkyRegion[]>();

function keep(key: string, regions: readonly SkyRegion[]): void {
	kept.set(key, regions);
	// the oldest goes first
	if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
}
