import type { Column } from '#lib/table/column.ts';

/** Where something is on the sky; `of` says what the position is that of: ` of the middle of its field`. */
export function placeColumns(of = ''): readonly [Column, Column] {
	const axis = { type: 'double', unit: 'deg', precision: 5 } as const;
	return [
		{ name: 'ra_deg', ...axis, ucd: 'pos.eq.ra;meta.main', description: `Right ascension${of}, ICRS.` },
		{ name: 'dec_deg', ...axis, ucd: 'pos.eq.dec;meta.main', description: `Declination${of}, ICRS.` }
	];
}
