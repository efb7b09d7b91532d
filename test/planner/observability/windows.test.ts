import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aboveHorizon } from '#lib/planner/observability/horizon-rule.ts';
import { all, any, holds, marginSec, not, type Constraint } from '#lib/planner/observability/constraint.ts';
import { jointWindows, sharedSpans } from '#lib/planner/observability/joint.ts';
import * as rules from '#lib/planner/observability/rules.ts';
import { during, type Span } from '#lib/planner/observability/time-rule.ts';
import { preparedFor } from '#lib/planner/observability/prepared.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';
import { constraintsAfter, moments, sights, standpoints, targets } from './draws.ts';

const second = 1_000_000;
const after = (from: Instant, hours: number): Span => ({
	from,
	to: (from + hours * 3600 * second) as Instant
});
const palomar = new Standpoint({ latDeg: 33.3563, lonDeg: -116.8649, heightM: 1712 });

/** Windows by asking at every whole second. */
function bySeconds(constraint: Constraint, sight: Sight, { from, to }: Span): (readonly [number, number])[] {
	const found: (readonly [number, number])[] = [];
	let open: number | null = null;
	for (let t = Math.ceil(from / second); t <= Math.floor(to / second) + 1; t++) {
		const isIn = t * second <= to && holds(constraint, sight, (t * second) as Instant);
		if (isIn) open ??= t;
		else if (open !== null) {
			if (t - 1 > open) found.push([open * second, (t - 1) * second]);
			open = null;
		}
	}
	return found;
}

const ends = (spans: readonly Span[]) => spans.map(({ from, to }) => [from, to] as const);

const drawn = moments.chain((from) => fc.tuple(fc.constant(from), constraintsAfter(from), sights));

describe('windows', () => {
	it('are what asking at every second finds', () => {
		fc.assert(
			fc.property(drawn, ([from, constraint, sight]) => {
				const span = after(from, 2);
				expect(ends(windows(constraint, sight, span))).toEqual(bySeconds(constraint, sight, span));
			}),
			{ numRuns: 80 }
		);
	});

	it('are found to the second above steep horizons and for targets that graze a limit', () => {
		const from = parseInstant('2026-03-20T00:00:00Z');
		const steps = aboveHorizon([
			{ azimuthDeg: 5, altitudeDeg: 18 },
			{ azimuthDeg: 5.4, altitudeDeg: 33 },
			{ azimuthDeg: 146, altitudeDeg: 33 },
			{ azimuthDeg: 146.1, altitudeDeg: 18 }
		]);
		for (const target of [
			{ raDeg: 180, decDeg: 33.3563 },
			{ raDeg: 20, decDeg: -26.63 },
			{ raDeg: 250, decDeg: 70 }
		]) {
			const sight = new Sight(palomar, target);
			const highestDeg = 90 - Math.abs(target.decDeg - 33.3563);
			for (const constraint of [steps, not(steps), rules.altitudeAtLeast(highestDeg - 0.001)])
				expect(ends(windows(constraint, sight, after(from, 24)))).toEqual(
					bySeconds(constraint, sight, after(from, 24))
				);
		}
	});

	it('of a part of a span are those of the whole, cut', () => {
		fc.assert(
			fc.property(drawn, ([from, constraint, sight]) => {
				const whole = windows(constraint, sight, after(from, 36));
				const [start, end] = [from + 5 * 3600 * second, from + 31 * 3600 * second] as Instant[];
				const [first, last] = [Math.ceil(start! / second) * second, Math.floor(end! / second) * second];
				const cut = whole
					.map((one) => [Math.max(one.from, first), Math.min(one.to, last)] as const)
					.filter(([a, b]) => b > a);
				expect(ends(windows(constraint, sight, { from: start!, to: end! }))).toEqual(cut);
			}),
			{ numRuns: 60 }
		);
	});

	it('are the same where all is prepared that does not depend on the target', () => {
		fc.assert(
			fc.property(drawn, ([from, constraint, sight]) => {
				const span = after(from, 30);
				const prepared = preparedFor(constraint, sight.from, span);
				expect(ends(windows(prepared, sight, span))).toEqual(ends(windows(constraint, sight, span)));
			}),
			{ numRuns: 150 }
		);
	});

	it('turn by the rule they name: it fails a second before they open and after they close', () => {
		fc.assert(
			fc.property(drawn, ([from, constraint, sight]) => {
				// two horizons have one name
				const named = new Map<string, Constraint[]>();
				const name = (of: string, one: Constraint) => named.set(of, [...(named.get(of) ?? []), one]);
				const collect = (one: Constraint): void => {
					if (one.kind === 'rule') {
						name(one.name, one);
						name(`not (${one.name})`, not(one));
					} else if (one.kind === 'not') collect(one.of);
					else one.of.forEach(collect);
				};
				collect(constraint);
				for (const { from: opens, to, opensBy, closesBy } of windows(constraint, sight, after(from, 6))) {
					const failed = (of: string, at: number) =>
						expect(
							named.get(of)?.some((one) => !holds(one, sight, at as Instant)),
							of
						).toBe(true);
					if (opensBy !== null) failed(opensBy, opens - second);
					if (closesBy !== null) failed(closesBy, to + second);
				}
			}),
			{ numRuns: 200 }
		);
	});

	it('name a rule, not the opposite of its opposite', () => {
		const [one, other] = [rules.altitudeAtLeast(30), rules.moonAltitudeAtMost(0)];
		const sight = new Sight(palomar, { raDeg: 180, decDeg: 30 });
		const span = after(parseInstant('2026-03-20T00:00:00Z'), 24);
		const turns = windows(not(any(not(one), not(other))), sight, span);
		const names = new Set(turns.flatMap(({ opensBy, closesBy }) => [opensBy, closesBy]));
		names.delete(null);
		expect(names.size).toBeGreaterThan(0);
		for (const name of names) expect([one.name, other.name]).toContain(name);
	});
});

describe('the algebra of constraints', () => {
	it('takes not(not(c)) for c, and either c or not(c) holds', () => {
		fc.assert(
			fc.property(drawn, ([from, constraint, sight]) => {
				const margin = marginSec(constraint, sight, from);
				expect(marginSec({ kind: 'not', of: not(constraint) }, sight, from)).toBe(margin);
				expect(holds(constraint, sight, from)).not.toBe(holds(not(constraint), sight, from));
			}),
			{ numRuns: 300 }
		);
	});

	it('obeys de Morgan', () => {
		fc.assert(
			fc.property(
				moments.chain((from) =>
					fc.tuple(fc.constant(from), constraintsAfter(from), constraintsAfter(from), sights)
				),
				([from, a, b, sight]) => {
					expect(holds(not(all(a, b)), sight, from)).toBe(holds(any(not(a), not(b)), sight, from));
					expect(holds(all(a, b), sight, from)).toBe(holds(a, sight, from) && holds(b, sight, from));
				}
			),
			{ numRuns: 300 }
		);
	});

	it('holds by itself where nothing is asked', () => {
		expect(holds(all(), new Sight(palomar, { raDeg: 0, decDeg: 0 }), 0 as Instant)).toBe(true);
		expect(() => any()).toThrow('wants one at least');
	});
});

describe('joint windows', () => {
	const several = moments.chain((from) =>
		fc.tuple(
			fc.constant(from),
			constraintsAfter(from),
			targets,
			fc.array(standpoints, { minLength: 1, maxLength: 4 })
		)
	);

	it('are the seconds at which all hold, and shared spans those at which any does', () => {
		fc.assert(
			fc.property(several, ([from, constraint, target, places]) => {
				const each = places.map((place, i) => ({
					who: `site-${i}`,
					windows: windows(constraint, new Sight(place, target), after(from, 24))
				}));
				const inside = (spans: readonly Span[], t: number) =>
					spans.some((one) => one.from <= t && t < one.to);
				const [joint, shared] = [jointWindows(each), sharedSpans(each)];
				const edges = each.flatMap((one) => one.windows.flatMap((w) => [w.from, w.to]));
				for (const t of edges.flatMap((edge) => [edge - second, edge, edge + second])) {
					const who = each.filter((one) => inside(one.windows, t)).map((one) => one.who);
					expect(inside(joint, t)).toBe(who.length === each.length);
					expect(shared.find((one) => one.from <= t && t < one.to)?.who ?? []).toEqual(who);
				}
			}),
			{ numRuns: 60 }
		);
	});

	it('say whose rule opens and closes them, whatever the order of the sites', () => {
		const target = { raDeg: 20, decDeg: 0 };
		const constraint = all(rules.airmassAtMost(2.5), rules.sunAltitudeAtMost(-12));
		const places = {
			'cerro-tololo': new Standpoint({ latDeg: -30.16528, lonDeg: -70.815, heightM: 2215 }),
			palomar
		};
		const span = { from: parseInstant('2019-10-01T12:00Z'), to: parseInstant('2019-10-02T18:00Z') };
		const each = Object.entries(places).map(([who, place]) => ({
			who,
			windows: windows(constraint, new Sight(place, target), span)
		}));
		const [joint] = jointWindows(each);
		expect(joint).toMatchObject({
			opensBy: { who: 'palomar', rule: 'airmass at most 2.5' },
			closesBy: { who: 'cerro-tololo', rule: 'Sun at most -12 deg high' }
		});
		expect(ends(jointWindows([...each].reverse()))).toEqual(ends([joint!]));
		expect(jointWindows([])).toEqual([]);
	});
});

describe('time given', () => {
	it('counts no moment outside, however short and close together the spans', () => {
		const at = (s: number) => (s * second) as Instant;
		const spans = [
			{ from: at(10), to: at(12) },
			{ from: at(11), to: at(14) },
			{ from: at(20.5), to: at(23.5) },
			{ from: at(30), to: at(30) }
		];
		const sight = new Sight(palomar, { raDeg: 0, decDeg: 0 });
		const found = windows(during(spans), sight, { from: at(0), to: at(60) });
		expect(ends(found)).toEqual([
			[at(10), at(13)],
			[at(21), at(23)]
		]);
		expect(found[0]).toMatchObject({ opensBy: 'time given', closesBy: 'time given' });
	});
});

describe('nothing', () => {
	const zone = process.env.TZ;
	afterEach(() => {
		if (zone === undefined) delete process.env.TZ;
		else process.env.TZ = zone;
	});

	it('depends on the time zone of the machine', async () => {
		const found: string[] = [];
		for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Australia/Lord_Howe']) {
			process.env.TZ = timeZone;
			// days of the sky are kept, so all is asked afresh
			vi.resetModules();
			const { windows } = await import('#lib/planner/observability/windows.ts');
			const { constraintOf } = await import('#lib/planner/observability/description.ts');
			const { Sight } = await import('#lib/sky/sight.ts');
			const { Standpoint } = await import('#lib/sky/standpoint.ts');
			const constraint = constraintOf({
				airmassMax: 2,
				sunAltitudeMaxDeg: -12,
				moonDistanceMinDeg: 30,
				during: [{ from: '2019-10-01', to: '2019-10-05T07:00' }]
			});
			const sight = new Sight(new Standpoint(palomar.place), { raDeg: 20, decDeg: 10 });
			const span = { from: parseInstant('2019-09-28T00:00Z'), to: parseInstant('2019-10-08T00:00Z') };
			found.push(JSON.stringify(windows(constraint, sight, span)));
		}
		expect(JSON.parse(found[0]!)).toHaveLength(5);
		expect(new Set(found).size).toBe(1);
	});
});
