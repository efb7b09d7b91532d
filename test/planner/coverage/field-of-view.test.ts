import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capOf } from '#lib/planner/coverage/field-part.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { directionOf } from '#lib/sky/direction.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { angles, between, fieldsOfView, places } from './draws.ts';

const degree = Math.PI / 180;

/** The position so far from another one in a direction, from north to east, all in degrees. */
function away(from: { raDeg: number; decDeg: number }, distanceDeg: number, angleDeg: number) {
	const [d, a, dec] = [distanceDeg * degree, angleDeg * degree, from.decDeg * degree];
	const sinDec = Math.sin(dec) * Math.cos(d) + Math.cos(dec) * Math.sin(d) * Math.cos(a);
	const dRa = Math.atan2(Math.sin(a) * Math.sin(d) * Math.cos(dec), Math.cos(d) - Math.sin(dec) * sinDec);
	return { raDeg: from.raDeg + dRa / degree, decDeg: Math.asin(Math.max(-1, Math.min(1, sinDec))) / degree };
}

const unit = between(0, 1);
/** Away from the poles, where the direction of north is lost in rounding. */
const middles = places.filter(({ decDeg }) => Math.abs(decDeg) < 89.9);

describe('a field of view', () => {
	it('of a circle covers what is within its radius', () => {
		fc.assert(
			fc.property(places, places, between(0.01, 180), (at, place, radiusDeg) => {
				const distance = separationDeg(at.raDeg, at.decDeg, place.raDeg, place.decDeg);
				if (Math.abs(distance - radiusDeg) < 1e-6) return;
				const view = new FieldOfView({ shape: 'circle', radiusDeg }, at);
				expect(view.contains(place.raDeg, place.decDeg)).toBe(distance < radiusDeg);
			})
		);
	});

	it('of a rectangle covers what lies within its sides on the tangent plane, turned from north to east', () => {
		const widthDeg = 6;
		const heightDeg = 20;
		fc.assert(
			fc.property(middles, angles, unit, unit, (at, positionAngleDeg, far, turn) => {
				const view = new FieldOfView(
					{ shape: 'rectangle', widthDeg, heightDeg },
					{ ...at, positionAngleDeg }
				);
				const place = away(at, 14 * far, 360 * turn);
				const onPlane = Math.tan(14 * far * degree) / degree;
				const angle = (360 * turn - (positionAngleDeg ?? 0)) * degree;
				const inside = Math.min(
					widthDeg / 2 - Math.abs(onPlane * Math.sin(angle)),
					heightDeg / 2 - Math.abs(onPlane * Math.cos(angle))
				);
				if (Math.abs(inside) < 1e-6) return;
				expect(view.contains(place.raDeg, place.decDeg)).toBe(inside > 0);
			}),
			{ numRuns: 500 }
		);
	});

	it('has gaps between its chips', () => {
		const chip = (x: number, y: number): [number, number][] => [
			[x - 1, y - 1],
			[x + 1, y - 1],
			[x + 1, y + 1],
			[x - 1, y + 1]
		];
		const footprint = { shape: 'polygons' as const, polygonsDeg: [chip(-1.5, 0), chip(1.5, 0)] };
		const view = new FieldOfView(footprint, { raDeg: 0.1, decDeg: 0 });
		expect([358.1, 358.7, 359.5, 0.1, 0.5, 0.7, 2.5, 2.7].map((ra) => view.contains(ra, 0))).toEqual([
			true,
			true,
			true,
			false,
			false,
			true,
			true,
			false
		]);
	});

	it('reaches no farther than its bounding radius', () => {
		fc.assert(
			fc.property(fieldsOfView, unit, unit, (view, far, turn) => {
				const { raDeg, decDeg } = away(view, Math.min(180, 2 * view.boundingRadiusDeg * far), 360 * turn);
				if (view.contains(raDeg, decDeg))
					expect(separationDeg(view.raDeg, view.decDeg, raDeg, decDeg)).toBeLessThan(
						view.boundingRadiusDeg + 1e-6
					);
			}),
			{ numRuns: 500 }
		);
	});

	it('holds all of a cap that is inside a part of it, and nothing of one that is outside of all', () => {
		const radii = between(-3, 1.5).map((power) => 10 ** power);
		let decided = 0;
		fc.assert(
			fc.property(
				fieldsOfView,
				unit,
				unit,
				radii,
				unit,
				unit,
				(view, far, turn, radiusDeg, within, towards) => {
					const centre = away(view, Math.min(180, 1.5 * view.boundingRadiusDeg * far), 360 * turn);
					const cap = capOf(radiusDeg * degree);
					const relations = view.parts.map((part) =>
						part.relationTo(directionOf(centre.raDeg, centre.decDeg), cap)
					);
					const place = away(centre, radiusDeg * Math.sqrt(within) * (1 - 1e-6), 360 * towards);
					const isThere = view.contains(place.raDeg, place.decDeg);
					if (relations.includes('inside')) expect(isThere).toBe(true);
					if (relations.every((one) => one === 'outside')) expect(isThere).toBe(false);
					if (!relations.includes('edge')) decided++;
				}
			),
			{ numRuns: 2000 }
		);
		expect(decided).toBeGreaterThan(500);
	});

	it.each([
		{ raDeg: NaN, decDeg: 0 },
		{ raDeg: 0, decDeg: 90.1 },
		{ raDeg: 0, decDeg: 0, positionAngleDeg: Infinity }
	])('refuses the pointing %o', (pointing) => {
		expect(() => new FieldOfView({ shape: 'circle', radiusDeg: 1 }, pointing)).toThrow(
			/The pointing is raDeg/
		);
	});
});
