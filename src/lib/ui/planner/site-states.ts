import type { Facility } from '#lib/planner/facilities/facility.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { blockName, telescopeName, type BarOf } from '#lib/ui/planner/gantt-rows.ts';
import type { GroundSite, WorldSite } from '#lib/ui/plots/world-map.ts';

/** A site, how dark it is there, and what its telescopes are booked for. */
export interface GroundState extends GroundSite {
	readonly isBooked: boolean;
	/** All of it in words: `Palomar: night; booked: Palomar 60-inch for M 13 until 04:15; 2 telescopes free`. */
	readonly words: string;
}

/** A mark of a map of the Earth, with what is at its site or at each of its sites. */
export interface SiteState extends WorldSite<GroundState> {
	readonly isBooked: boolean;
	/** All of it in words, for several sites one after the other. */
	readonly words: string;
}

/** What sites are at a moment; `blocks` are those that hold a telescope then, as far as the asker may see. */
export function siteStates(
	marks: readonly WorldSite[],
	facilities: readonly Facility[],
	blocks: readonly BarOf[]
): SiteState[] {
	const byTelescope = Map.groupBy(blocks, ({ facility, telescope }) => `${facility}/${telescope}`);
	return marks.map((mark) => {
		const sites = mark.sites.map((site) => stateOf(site, facilities, byTelescope));
		const isBooked = sites.some((one) => one.isBooked);
		const words =
			sites.length === 1 ? sites[0]!.words : `${mark.label}. ${sites.map((one) => one.words).join('. ')}`;
		return { ...mark, sites, isBooked, words };
	});
}

function stateOf(
	site: GroundSite,
	facilities: readonly Facility[],
	byTelescope: ReadonlyMap<string, readonly BarOf[]>
): GroundState {
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
		`${site.name.split(',')[0]}: ${site.darkness}`,
		...(told.length > 0 ? [`booked: ${told.join('; ')}`] : []),
		...(free > 0 ? [free === 1 ? '1 telescope free' : `${free} telescopes free`] : [])
	];
	return { ...site, isBooked: booked.length > 0, words: words.join('; ') };
}

function bookingWords(block: BarOf): string {
	return `for ${blockName(block).replace(/^for /, '')} until ${clock(block.to_at)}`;
}

const clock = (at: Instant) => formatInstant(at).slice(11, 16);
