import { geoCircle, geoPath } from 'd3-geo';
import { geoMollweide } from 'd3-geo-projection';
import { tangentPlaneAt } from '#lib/sky/tangent-plane.ts';
import type { Corner } from '#lib/planner/facilities/footprint.ts';
import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';
import type { Outline } from '#lib/ui/plots/cells-outline.ts';
import { skyHeight, skyRadius, skyWidth } from '#lib/ui/plots/mollweide.ts';

/** A credible region of an event. */
export interface SkyRegion {
	/** Between 0 and 1; a higher level is drawn below a lower. */
	readonly level: number;
	readonly outline: Outline;
	/** Event whose it is, where there are several on a map: its name is written beside it, and leads to its page. */
	readonly event?: string;
	/** Drawn as a dashed line alone: how it was before. */
	readonly dashed?: boolean;
	/** What the legend calls it, where its level does not say enough. */
	readonly legend?: string;
}

export interface DrawnRegion {
	readonly d: string;
	readonly title: string;
	readonly legend: string;
	/** How strongly it is filled, in percent; the lowest level the strongest. */
	readonly depth: number;
	readonly dashed: boolean;
	/** Of the lowest of several levels: its line is thicker. */
	readonly isInner: boolean;
}

const northGalacticPole: [number, number] = [192.85948, 27.12825];
const strongest = 70;
const weakest = 25;

/** Paths on the sky's drawing of what only d3-geo can cut at its rim. */
export function skyPaths(centerRaDeg: number) {
	const projection = geoMollweide()
		.reflectX(true)
		.rotate([-centerRaDeg, 0])
		.scale(skyRadius / Math.SQRT2)
		.translate([skyWidth / 2, skyHeight / 2]);
	const path = geoPath(projection).digits(2);
	return {
		/** All that is 90 degrees from the galactic pole. */
		galaxy: () =>
			path({
				type: 'LineString',
				coordinates: geoCircle().center(northGalacticPole).radius(90)().coordinates.flat()
			}),
		fields: ({ kinds }: SkyFields): string =>
			path({
				type: 'MultiLineString',
				coordinates: kinds.flatMap(({ hull, places }) => places.map((place) => ringOf(hull, place)))
			}) ?? '',
		regions: (regions: readonly SkyRegion[]): DrawnRegion[] => {
			const levels = [...new Set(regions.map(({ level }) => level))].sort((a, b) => b - a);
			return [...regions]
				.sort((a, b) => b.level - a.level)
				.map((region) => ({
					d: path({ type: 'Polygon', coordinates: region.outline }) ?? '',
					title: [region.event, legendOf(region)].filter(Boolean).join(': '),
					legend: legendOf(region),
					depth:
						weakest + ((strongest - weakest) * levels.indexOf(region.level)) / Math.max(1, levels.length - 1),
					dashed: region.dashed ?? false,
					isInner: levels.length > 1 && region.level === levels.at(-1)
				}));
		}
	};
}

/** Fields of view of one state, outlined; of each footprint that occurs the line around it, and where it points. */
export interface SkyFields {
	readonly name: string;
	/** How the line is drawn. */
	readonly style: 'done' | 'due' | 'wished';
	readonly kinds: readonly {
		readonly hull: readonly Corner[];
		readonly places: readonly (readonly [raDeg: number, decDeg: number, positionAngleDeg: number])[];
	}[];
	/** Fields that are drawn, of how many there are. */
	readonly count: number;
	readonly total: number;
}

function ringOf(
	hull: readonly Corner[],
	[raDeg, decDeg, positionAngleDeg]: SkyFields['kinds'][number]['places'][number]
): [number, number][] {
	const place = tangentPlaneAt({ raDeg, decDeg }, positionAngleDeg);
	return [...hull, hull[0]!].map((corner) => {
		const at = place(corner);
		return [at.raDeg, at.decDeg];
	});
}

function legendOf({ level, legend }: SkyRegion): string {
	return legend ?? `${Math.round(level * 100)} % credible region`;
}

/** Where the names of regions' events stand: in the middle of the largest part of each one's smallest region. */
export function eventLabels(
	regions: readonly SkyRegion[]
): { readonly event: string; readonly raDeg: number; readonly decDeg: number }[] {
	const named = regions.filter(({ event, outline }) => event !== undefined && outline.length > 0);
	return [...Map.groupBy(named, ({ event }) => event!)].map(([event, own]) => {
		const smallest = own.reduce((best, one) => (one.level < best.level ? one : best));
		const ring = smallest.outline.reduce((best, one) => (one.length > best.length ? one : best));
		const sum = ring
			.map(([raDeg, decDeg]) => directionOf(raDeg, decDeg))
			.reduce((a, b): Direction => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
		return { event, ...positionOf(sum) };
	});
}
