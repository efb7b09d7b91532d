import { geoCircle, geoEquirectangular, geoPath } from 'd3-geo';
import { positionOf } from '#lib/sky/direction.ts';
import type { Place } from '#lib/sky/observatories.ts';
import { dayNumber, skyDay } from '#lib/sky/sky-day.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';

export const worldWidth = 720;
export const worldHeight = 360;

const projection = geoEquirectangular()
	.scale(worldWidth / (2 * Math.PI))
	.translate([worldWidth / 2, worldHeight / 2]);
const path = geoPath(projection).digits(1);

/** Where a place lies on the drawing: longitude along, latitude up, Greenwich in the middle. */
export function worldPlace({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }): [x: number, y: number] {
	return [((lonDeg + 180) / 360) * worldWidth, ((90 - latDeg) / 180) * worldHeight];
}

/** Where the Sun stands in the zenith. */
export function subsolarPoint(at: Instant): { readonly latDeg: number; readonly lonDeg: number } {
	// of the equator and equinox of the day, as sidereal time is
	const [x, y, z] = new Standpoint(null).sunAu(at);
	const { raDeg, decDeg } = positionOf([x!, y!, z!]);
	const greenwich = new Standpoint({ latDeg: 0, lonDeg: 0, heightM: 0 });
	const siderealDeg = (greenwich.siderealRad(skyDay(dayNumber(at)), at) * 180) / Math.PI;
	const lonDeg = (((raDeg - siderealDeg) % 360) + 540) % 360;
	return { latDeg: decDeg, lonDeg: lonDeg - 180 };
}

/** Sun altitudes below which the drawing is darker, the lightest first. */
const depthsDeg = [0, -12, -18];

/** Paths of the parts of the Earth over which the Sun is below the horizon, and 12 and 18 degrees below it. */
export function worldNight(at: Instant): string[] {
	const { latDeg, lonDeg } = subsolarPoint(at);
	const midnight: [number, number] = [lonDeg <= 0 ? lonDeg + 180 : lonDeg - 180, -latDeg];
	return depthsDeg.map(
		(depth) =>
			path(
				geoCircle()
					.center(midnight)
					.radius(90 + depth)
					.precision(2)()
			) ?? ''
	);
}

/** A site on the ground, and how dark it is there. */
export interface GroundSite {
	readonly name: string;
	/** The facilities there, and what they are called. */
	readonly facilities: readonly string[];
	readonly names: readonly string[];
	readonly darkness: Darkness;
}

/** A site, or several so near to each other that a map of the Earth shows one mark. */
export interface WorldSite<Site extends GroundSite = GroundSite> {
	/** Of all marks, for addresses within the page. */
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly sites: readonly Site[];
	readonly label: string;
	/** Where the label stands, on a line of its own from the others and within the drawing where there is room. */
	readonly labelBox: LabelBox;
	/** Twilight where some of its sites have day and others night. */
	readonly darkness: Darkness;
	/** How dark it is where, in words: `night`, or `night at McDonald Observatory, twilight at Palomar Observatory`. */
	readonly darknessWords: string;
}

/** Day, with the Sun up; night, with the Sun 12 degrees or more below the horizon; twilight between them. */
export type Darkness = 'day' | 'twilight' | 'night';

/** Parallels that are drawn and named, in degrees of latitude. */
export const parallels = [-60, -30, 0, 30, 60];

/** What a text takes of the drawing, about; `y` is its base line. */
interface Box {
	readonly left: number;
	readonly right: number;
	readonly y: number;
}

/** That of a label, anchored at `x`. */
interface LabelBox extends Box {
	readonly x: number;
	readonly anchor: 'start' | 'middle' | 'end';
	/** Where a line from the site to a label that stands further away ends; null where none is needed. */
	readonly leader: readonly [x: number, y: number] | null;
}

type NamedPlace = Place & { readonly name: string };

const nearDeg = 4;
const sunsetDeg = -0.833;
const darkDeg = -12;
/** A letter of a label takes about so much of the drawing. */
const letterWidth = 6.6;
const labelHeight = 14;
/** From the middle of a site to its label. */
const labelGap = 12;

/** Places of facilities, those near to each other as one. */
export function worldSites(
	facilities: readonly {
		readonly facility: string;
		readonly name: string;
		readonly site: NamedPlace | null;
	}[],
	at: Instant
): WorldSite[] {
	const groups: (typeof facilities)[number][][] = [];
	for (const one of facilities) {
		if (!one.site) continue;
		const own = groups.find(([first]) => isNear(first!.site!, one.site!));
		if (own) own.push(one);
		else groups.push([one]);
	}
	const places = groups.map(([first]) => worldPlace(first!.site!));
	const boxes: Box[] = parallels.map((latDeg) => ({
		left: 0,
		right: 'Equator'.length * letterWidth,
		y: worldPlace({ latDeg, lonDeg: 0 })[1] - 3
	}));
	return groups.map((group, i) => {
		const [x, y] = places[i]!;
		const sites = groundSites(group, at);
		const label = `${shortName(sites[0]!)}${sites.length === 1 ? '' : ` and ${sites.length - 1} near`}`;
		const labelBox = boxFor(label, [x, y], places, boxes);
		boxes.push(labelBox);
		return { id: `site-${group[0]!.facility}`, x, y, sites, label, labelBox, ...darknessOfAll(sites) };
	});
}

function groundSites(
	group: readonly { readonly facility: string; readonly name: string; readonly site: NamedPlace | null }[],
	at: Instant
): GroundSite[] {
	return [...Map.groupBy(group, ({ site }) => site!.name)].map(([name, own]) => ({
		name,
		facilities: own.map(({ facility }) => facility),
		names: own.map((one) => one.name),
		darkness: darknessOf(new Standpoint(own[0]!.site!).sunAltitudeDeg(at))
	}));
}

function darknessOfAll(sites: readonly GroundSite[]): Pick<WorldSite, 'darkness' | 'darknessWords'> {
	const byDarkness = Map.groupBy(sites, ({ darkness }) => darkness);
	const [first, ...others] = byDarkness.keys();
	if (others.length === 0) return { darkness: first!, darknessWords: first! };
	const words = [...byDarkness].map(
		([darkness, own]) => `${darkness} at ${own.map(shortName).join(' and ')}`
	);
	return { darkness: 'twilight', darknessWords: words.join(', ') };
}

function shortName({ name }: GroundSite): string {
	return name.split(',')[0]!;
}

function darknessOf(sunAltitudeDeg: number): Darkness {
	if (sunAltitudeDeg >= sunsetDeg) return 'day';
	return sunAltitudeDeg >= darkDeg ? 'twilight' : 'night';
}

/** The first of right, left, above and below of a place, and then further away, where a label lies within the drawing and over nothing else. */
function boxFor(
	label: string,
	[x, y]: readonly [number, number],
	places: readonly (readonly [number, number])[],
	taken: readonly Box[]
): LabelBox {
	const width = label.length * letterWidth;
	const centre = Math.min(Math.max(x, width / 2), worldWidth - width / 2);
	const boxAt = (
		anchor: LabelBox['anchor'],
		x: number,
		y: number,
		leader: LabelBox['leader'] = null
	): LabelBox => {
		const left = x - { start: 0, middle: width / 2, end: width }[anchor];
		return { left, right: left + width, x, y, anchor, leader };
	};
	const choices = [
		boxAt('start', x + labelGap, y + 4),
		boxAt('end', x - labelGap, y + 4),
		boxAt('middle', centre, y - labelGap),
		boxAt('middle', centre, y + labelGap + 10),
		...[26, 40, 54].flatMap((away) => [
			boxAt('start', x + 8, y - away, [x + 6, y - away + 2]),
			boxAt('start', x + 8, y + away, [x + 6, y + away - 9]),
			boxAt('end', x - 8, y - away, [x - 6, y - away + 2]),
			boxAt('end', x - 8, y + away, [x - 6, y + away - 9])
		])
	];
	const within = choices.filter((box) => box.left >= 0 && box.right <= worldWidth);
	const meets = (box: LabelBox) =>
		taken.some(
			(one) => one.left < box.right && box.left < one.right && Math.abs(one.y - box.y) < labelHeight
		) ||
		places.some(
			([otherX, otherY]) =>
				otherX > box.left && otherX < box.right && Math.abs(otherY + 4 - box.y) < labelHeight - 1
		);
	return within.find((box) => !meets(box)) ?? within[0]!;
}

type Point = { latDeg: number; lonDeg: number };
const isNear = (a: Point, b: Point) =>
	Math.abs(a.latDeg - b.latDeg) < nearDeg && Math.abs(a.lonDeg - b.lonDeg) < nearDeg;
