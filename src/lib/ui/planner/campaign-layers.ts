import type { SkyLayer, SkyPoint } from '#lib/ui/plots/sky-points.ts';

interface Placed {
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly label: string | null;
	readonly facility: string;
}

/** Blocks on the sky, by what became of them. */
export function blockLayers(
	blocks: readonly (Placed & { readonly block: string; readonly state: string })[]
): SkyLayer[] {
	const of = (...states: string[]) =>
		blocks
			.filter(({ state }) => states.includes(state))
			.map((one): SkyPoint => ({ ...pointOf(one), subject: `schedule/${one.block}` }));
	const layers: SkyLayer[] = [
		{ name: 'proposed', symbol: 'diamond', token: '--past', points: of('proposed') },
		{ name: 'accepted', symbol: 'triangle', token: '--accent', points: of('accepted') },
		{ name: 'executed', symbol: 'square', token: '--ink', points: of('executed') },
		{
			name: 'declined, withdrawn, failed or aborted',
			symbol: 'cross',
			token: '--bad',
			points: of('declined', 'withdrawn', 'failed', 'aborted')
		}
	];
	return layers.filter(({ points }) => points.length > 0);
}

/** What a campaign wants observed. */
export function targetLayer(
	targets: readonly {
		readonly name: string;
		readonly subject: string | null;
		readonly raDeg: number;
		readonly decDeg: number;
	}[]
): SkyLayer {
	return {
		name: 'targets',
		symbol: 'ring',
		token: '--ink',
		points: targets.map(({ name, subject, raDeg, decDeg }) => ({ raDeg, decDeg, name, subject, note: '' }))
	};
}

/** What a plan would observe, and what it leaves out. */
export function planLayers(
	blocks: readonly Placed[],
	leftOut: readonly (Omit<Placed, 'facility'> & { readonly why: string })[]
): SkyLayer[] {
	const layers: SkyLayer[] = [
		{ name: 'planned', symbol: 'square', token: '--accent', points: blocks.map(pointOf) },
		{
			name: 'left out',
			symbol: 'cross',
			token: '--bad',
			points: leftOut.map((one) => pointOf({ ...one, facility: one.why }))
		}
	];
	return layers.filter(({ points }) => points.length > 0);
}

function pointOf({ ra_deg, dec_deg, label, facility }: Placed): SkyPoint {
	return { raDeg: ra_deg, decDeg: dec_deg, name: label ?? 'a block', subject: null, note: facility };
}
