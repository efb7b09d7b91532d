import { footprintHull, type Corner } from '#lib/planner/facilities/footprint.ts';
import { footprintsOf } from '#lib/planner/facilities/footprints.ts';
import type { Facility } from '#lib/planner/facilities/facility.ts';
import type { SkyFields } from '#lib/ui/plots/sky-regions.ts';

interface Look {
	readonly facility: string;
	readonly instrument: string;
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly position_angle_deg?: number | null;
	readonly is_redacted?: boolean;
}

/** On a map of the whole sky more lines are one grey. */
const mostFields = 600;

/** Fields of view of some looks, as far as the fields of their instruments are known. */
export function fieldLayer(
	name: string,
	style: SkyFields['style'],
	looks: readonly Look[],
	facilities: readonly Facility[]
): SkyFields[] {
	const footprints = footprintsOf(facilities);
	const known = looks.filter(
		(one) => one.is_redacted !== true && footprints.has(`${one.facility}/${one.instrument}`)
	);
	if (known.length === 0) return [];
	const drawn = known.slice(0, mostFields);
	const kinds = [...Map.groupBy(drawn, (one) => `${one.facility}/${one.instrument}`)].map(([key, own]) => ({
		hull: footprintHull(footprints.get(key)!).map(([x, y]): Corner => [rounded(x), rounded(y)]),
		places: own.map((one) => [one.ra_deg, one.dec_deg, one.position_angle_deg ?? 0] as const)
	}));
	return [{ name, style, kinds, count: drawn.length, total: known.length }];
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1e4) / 1e4;
}
