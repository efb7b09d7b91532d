import type { SymbolName } from '#lib/ui/plots/symbols.ts';

/** How points of a band look: a token of `app.css` and a symbol, so that neither alone must carry it. */
export interface BandStyle {
	readonly token: string;
	readonly symbol: SymbolName;
}

/** Rubin's colours and symbols (RTN-045), ATLAS's cyan and orange, and the near infrared. */
const styles: Readonly<Record<string, BandStyle>> = {
	u: { token: 'u', symbol: 'circle' },
	g: { token: 'g', symbol: 'triangle-up' },
	r: { token: 'r', symbol: 'triangle-down' },
	i: { token: 'i', symbol: 'square' },
	z: { token: 'z', symbol: 'star' },
	y: { token: 'y', symbol: 'pentagon' },
	c: { token: 'c', symbol: 'hexagon' },
	o: { token: 'o', symbol: 'cross' },
	J: { token: 'j', symbol: 'triangle-left' },
	H: { token: 'h', symbol: 'triangle-right' },
	K: { token: 'k', symbol: 'bow-tie' }
};

/** Other names of the same bands: of TNS for ATLAS's, of Rubin's early schemas, and of K's short half. */
const aliases: Readonly<Record<string, string>> = { cyan: 'c', orange: 'o', Y: 'y', Ks: 'K' };

const other: BandStyle = { token: 'other', symbol: 'diamond' };

/** Bands in the order of their wavelength, others after them by name. */
export function compareBands(a: string, b: string): number {
	const order = [...'ugcroizyJHK'];
	const place = (band: string) => order.indexOf(aliases[band] ?? band);
	const rank = (band: string) => (place(band) < 0 ? order.length : place(band));
	return rank(a) - rank(b) || a.localeCompare(b, 'en');
}

export function bandStyle(band: string): BandStyle {
	return styles[aliases[band] ?? band] ?? other;
}
