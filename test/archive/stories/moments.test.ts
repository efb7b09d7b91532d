import { describe, expect, it } from 'vitest';
import { momentsAmong, type KnownIn } from '#lib/archive/stories/moments.ts';
import type { Instant } from '#lib/sky/time.ts';

const at = (n: number) => n as Instant;
const told: KnownIn[] = [
	{ knownAt: at(10), collection: 'open' },
	{ knownAt: at(20), collection: 'closed' },
	{ knownAt: at(30), collection: 'open' },
	{ knownAt: at(30), collection: 'closed' },
	{ knownAt: at(60), collection: 'closed' }
];
const sight = (from: number, ...collections: string[]) => ({
	from: at(from),
	collections: new Set(collections)
});
/** The closed collection opens at 50. */
const publicSights = [sight(0, 'open'), sight(50, 'open', 'closed')];

const walk = (sights: Parameters<typeof momentsAmong>[1]) => {
	const moments: number[] = [];
	for (let now: Instant | null = at(0); now !== null; now = momentsAmong(told, sights, now).later)
		moments.push(now);
	return moments.slice(1);
};

describe('moments of change', () => {
	it('are those of every telling for who sees all', () => {
		expect(walk([])).toEqual([10, 20, 30, 60]);
	});

	it('for an audience leave out what was closed to it, and hold the opening', () => {
		expect(walk(publicSights)).toEqual([10, 30, 50, 60]);
	});

	it('hold no opening of a collection that had nothing yet', () => {
		expect(walk([sight(0, 'open'), sight(15, 'open', 'closed')])).toEqual([10, 20, 30, 60]);
	});

	it('lead back to the state before the latest change', () => {
		expect(momentsAmong(told, publicSights, at(55))).toEqual({ earlier: 30, later: 60 });
		expect(momentsAmong(told, publicSights, at(10))).toEqual({ earlier: null, later: 30 });
		expect(momentsAmong(told, publicSights, at(5))).toEqual({ earlier: null, later: 10 });
	});
});
