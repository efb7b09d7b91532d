import type { FoundObject } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { formatAge } from '#lib/ui/values/age.ts';
import type { MapObject } from '#lib/ui/plots/packed-objects.ts';
import type { SkyLayer, SkyPoint } from '#lib/ui/plots/sky-points.ts';

/** Objects of the newest alerts: those that were new by a sign of their own. Ages are from the moment looked at. */
export function recentLayers(objects: readonly MapObject[], at: Instant): SkyLayer[] {
	const point = (object: MapObject): SkyPoint => ({
		...pointOf(object.survey, object.object_id, object.ra_deg, object.dec_deg),
		note: `${object.survey}, alert ${formatAge(object.last_known_at, at)}`
	});
	const [fresh, known] = [objects.filter((one) => one.is_new), objects.filter((one) => !one.is_new)];
	return layers([
		{ name: 'new objects', symbol: 'plus', token: '--accent', points: fresh.map(point) },
		{ name: 'objects with new alerts', symbol: 'dot', token: '--ink', points: known.map(point) }
	]);
}

/** Objects of a list that have a position. */
export function foundLayers(objects: readonly FoundObject[]): SkyLayer[] {
	const points = objects.flatMap(({ survey, object_id, ra_deg, dec_deg, alerts }): SkyPoint[] =>
		ra_deg === null || dec_deg === null
			? []
			: [{ ...pointOf(survey, object_id, ra_deg, dec_deg), note: `${survey}, alerts: ${alerts}` }]
	);
	return layers([{ name: 'objects', symbol: 'dot', token: '--ink', points }]);
}

/** To 0.0001 degrees: a map shows no more, and a page carries every digit. */
function pointOf(survey: string, objectId: string, raDeg: number, decDeg: number): Omit<SkyPoint, 'note'> {
	const rounded = (deg: number) => Math.round(deg * 1e4) / 1e4;
	return {
		raDeg: rounded(raDeg),
		decDeg: rounded(decDeg),
		name: objectId,
		subject: `objects/${survey}/${objectId}`
	};
}

const layers = (all: readonly SkyLayer[]): SkyLayer[] => all.filter(({ points }) => points.length > 0);
