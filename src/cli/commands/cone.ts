import { objects } from '#lib/api/resources/objects.server.ts';
import { parsePosition } from '#lib/sky/position.ts';
import { readCommand } from '../read.ts';
import { badWords } from '../words.ts';

const wanted = '<position> [<radius>]';

export const { describe, run } = readCommand(objects, {
	words: wanted,
	fromWords: ['ra', 'dec', 'radius_arcsec', 'near', 'within', 'event', 'credible'],
	read(words) {
		const position = parsePosition(words.join(' '));
		if (!position) throw badWords(`${wanted}, such as 314.26 14.2 10s`, words);
		const { raDeg, decDeg, radiusArcsec } = position;
		return {
			ra: String(raDeg),
			dec: String(decDeg),
			...(radiusArcsec !== null && { radius_arcsec: String(radiusArcsec) })
		};
	},
	summary: 'Objects around a position, nearest first',
	details:
		'Positions: 314.26 14.2, 20:57:02.4 +14:12:00, J205702.4+141200, 60.1 -20.2 gal.\n' +
		'Radii: 10s, 2m, 0.5d; 5s unless given.'
});
