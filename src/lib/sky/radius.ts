import { LookbackError } from '#lib/errors.ts';

const arcsecPerUnit: Readonly<Record<string, number>> = {
	s: 1,
	arcsec: 1,
	m: 60,
	arcmin: 60,
	d: 3600,
	deg: 3600
};

/**
 * The radius in arcseconds of `10s`, `2m`, `0.5d` or `10 arcsec`, or null for text of another shape; `text` is the
 * whole that a refusal quotes.
 * @throws LookbackError `sky/bad-radius` unless it is above 0 and at most 180 degrees.
 */
export function parseRadius(text: string, written: string): number | null {
	const match = /^(\d+\.?\d*|\.\d+) ?(s|arcsec|m|arcmin|d|deg)$/i.exec(written);
	if (!match) return null;
	const radiusArcsec = Number(match[1]) * arcsecPerUnit[match[2]!.toLowerCase()]!;
	if (!(radiusArcsec > 0 && radiusArcsec <= 180 * 3600))
		throw new LookbackError(
			'incorrect',
			'sky/bad-radius',
			`The position '${text}' has the radius ${written}; it must be above 0 and at most 180 degrees.`,
			{ text, radius: written }
		);
	return radiusArcsec;
}
