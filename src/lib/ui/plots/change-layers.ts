import type { Alert } from '#lib/archive/index.server.ts';
import type { Difference } from '#lib/archive/diff.ts';
import { changeKinds, type ChangeKind } from '#lib/ui/history/changes.ts';
import type { SkyLayer, SkyPoint } from '#lib/ui/plots/sky-points.ts';

/** Positions of alerts that were added, revised and withdrawn, at most `most` of each: each kind by its own symbol. */
export function changeLayers(alerts: Difference<Alert>, most: number): SkyLayer[] {
	const rows: Readonly<Record<ChangeKind, readonly Alert[]>> = {
		added: alerts.added,
		revised: alerts.revised.map(({ after }) => after),
		withdrawn: alerts.withdrawn
	};
	return changeKinds
		.map(({ change, symbol, token }) => ({
			name: change,
			symbol,
			token,
			points: rows[change].slice(0, most).map(pointOf)
		}))
		.filter(({ points }) => points.length > 0);
}

function pointOf({ survey, alert_id, object_id, ra_deg, dec_deg, band, mag }: Alert): SkyPoint {
	return {
		raDeg: ra_deg,
		decDeg: dec_deg,
		name: object_id,
		subject: `objects/${survey}/${object_id}`,
		note: [`alert ${alert_id}`, mag === null ? '' : `${band ?? ''} ${mag.toFixed(2)} mag`]
			.filter(Boolean)
			.join(', ')
	};
}
