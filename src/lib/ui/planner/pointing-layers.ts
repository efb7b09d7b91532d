import type { SkyLayer } from '#lib/ui/plots/sky-points.ts';

/** Pointings on the sky, by whether they were carried out. */
export function pointingLayers(
	pointings: readonly {
		readonly facility: string;
		readonly pointing: string;
		readonly is_executed: boolean;
		readonly ra_deg: number;
		readonly dec_deg: number;
		readonly band: string | null;
	}[]
): SkyLayer[] {
	const of = (isExecuted: boolean) =>
		pointings
			.filter((one) => one.is_executed === isExecuted)
			.map(({ facility, pointing, ra_deg: raDeg, dec_deg: decDeg, band }) => ({
				...{ raDeg, decDeg, name: pointing, subject: `provenance/pointings/${facility}/${pointing}` },
				note: band === null ? facility : `${facility}, ${band}`
			}));
	const layers: SkyLayer[] = [
		{ name: 'planned', symbol: 'diamond', token: '--past', points: of(false) },
		{ name: 'executed', symbol: 'square', token: '--ink', points: of(true) }
	];
	return layers.filter(({ points }) => points.length > 0);
}
