import type { Facility } from '#lib/planner/facilities/facility.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { blockName, telescopeName, type BarOf } from '#lib/ui/planner/gantt-rows.ts';
import type { WorldSite } from '#lib/ui/plots/world-map.ts';

/** A site of a map of the Earth, how dark it is there, and what its telescopes are booked for. */
export interface SiteState extends WorldSite {
	readonly isBooked: boolean;
	/** All of it in words: `Palomar: night; booked: Palomar 60-inch for M 13 until 04:15; 2 telescopes free`. */
	readonly words: string;
}

/** What sites are at a moment; `blocks` are those that hold a telescope then, as far as the asker may see. */
export function siteStates(
	sites: readonly WorldSite[],
	facilities: readonly Facility[],
	blocks: readonly BarOf[]
): SiteState[] {
	const byTelescope = Map.groupBy(blocks, ({ facility, telescope }) => `${facility}/${telescope}`);
	return sites.map((site) => {
		const own = facilities
			.filter(({ facility }) => site.facilities.includes(facility))
			.flatMap((facility) =>
				facility.telescopes.map(({ telescope, name }) => ({
					name: telescopeName(facility, telescope, name),
					blocks: byTelescope.get(`${facility.facility}/${telescope}`) ?? []
				}))
			);
		const booked = own.filter((one) => one.blocks.length > 0);
		const free = own.length - booked.length;
		const told = booked.map(({ name, blocks }) => `${name} ${blocks.map(bookingWords).join(', ')}`);
		const words = [
			`${site.label}: ${site.darknessWords}`,
			...(told.length > 0 ? [`booked: ${told.join('; ')}`] : []),
			...(free > 0 ? [free === 1 ? '1 telescope free' : `${free} telescopes free`] : [])
		];
		return { ...site, isBooked: booked.length > 0, words: words.join('; ') };
	});
}

function bookingWords(block: BarOf): string {
	return `for ${blockName(block).replace(/^for /, '')} until ${clock(block.to_at)}`;
}

const clock = (at: Instant) => formatInstant(at).slice(11, 16);
