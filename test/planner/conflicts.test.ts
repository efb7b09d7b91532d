import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairsAmong } from '#lib/planner/bookings/conflicts.ts';
import type { Block } from '#lib/planner/bookings/read.server.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import type { Instant } from '#lib/sky/time.ts';

const hour = 3_600_000_000;
const radiusDeg = 1;
const footprintOf = ({ telescope }: Block) =>
	telescope === 'narrow' ? null : ({ shape: 'circle', radiusDeg } as const);

const blocks = fc
	.array(
		fc.record({
			telescope: fc.constantFrom('narrow', 'wide', 'other'),
			owner: fc.constantFrom('red', 'blue', null),
			band: fc.constantFrom('r', 'g', null),
			subject: fc.constantFrom('objects/ztf/a', null),
			hours: fc.integer({ min: 0, max: 60 }),
			// near one place, on either side of the beginning of right ascension, or at the pole
			raDeg: fc.constantFrom(0, 0.0001, 0.7, 359.6, 180),
			decDeg: fc.constantFrom(20, 20.0005, 20.9, 21.5, 89.9)
		}),
		{ maxLength: 14 }
	)
	.map((drawn) =>
		drawn.map(
			({ telescope, owner, band, subject, hours, raDeg, decDeg }, i) =>
				({
					...{ block: `b${i}`, facility: 'f', telescope, instrument: telescope, state: 'proposed' },
					...{ owner, band, subject, ra_deg: raDeg, dec_deg: decDeg },
					...{ from_at: hours * hour, to_at: (hours + 2) * hour, known_at: i as Instant }
				}) as unknown as Block
		)
	);

/** What is at odds, pair by pair and by its definition. */
function byDefinition(a: Block, b: Block): string | null {
	const [first, second] = a.from_at <= b.from_at ? [a, b] : [b, a];
	if (second.from_at - first.to_at > 24 * hour) return null;
	if (a.telescope === b.telescope && a.from_at < b.to_at && b.from_at < a.to_at) return 'telescope';
	if ((a.owner !== null && a.owner === b.owner) || a.band !== b.band) return null;
	const apartDeg = separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg);
	if ((a.subject !== null && a.subject === b.subject) || apartDeg <= 5 / 3600) return 'target';
	return apartDeg <= radiusDeg && [a, b].some((one) => footprintOf(one) !== null) ? 'field' : null;
}

describe('pairs at odds', () => {
	it('are those of which the definition says so, each once', () => {
		fc.assert(
			fc.property(blocks, fc.integer({ min: 0, max: 13 }), (all, only) => {
				const found = (isOf: (block: Block) => boolean) =>
					[...pairsAmong(all, { touches: () => true, isOf, footprintOf })]
						.flat()
						.map(
							({ kind, blocks: pair }) =>
								`${pair
									.map(({ block }) => block)
									.sort()
									.join(' ')} ${kind}`
						)
						.sort();
				const wanted = all
					.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b, byDefinition(a, b)] as const))
					.filter(([, , kind]) => kind !== null)
					.map(([a, b, kind]) => `${[a.block, b.block].sort().join(' ')} ${kind}`)
					.sort();
				expect(found(() => true)).toEqual(wanted);
				expect(found(({ block }) => block === `b${only}`)).toEqual(
					wanted.filter((one) => one.split(' ').includes(`b${only}`))
				);
			}),
			{ numRuns: 300 }
		);
	});
});
