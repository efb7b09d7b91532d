import type { Atom, Option, Problem, Request, Visit } from '#lib/planner/schedule/problem.ts';
import { randomFrom } from '#lib/planner/schedule/random.ts';

export interface Wanted {
	readonly seed: number;
	readonly telescopes: number;
	readonly targets: number;
	readonly slots: number;
	/** Part of the targets that are wanted three times with a cadence. */
	readonly cadence?: number;
	/** Whether four groups are owed a tenth of the time each. */
	readonly shares?: boolean;
}

/**
 * A night of targets on several telescopes: each is up for a third of the night or so, best in the middle, for some
 * of the telescopes; exposures of 1 to 6 slots; priorities of 1 to 10 as they come, most of them low.
 */
export function targetNight({
	seed,
	telescopes,
	targets,
	slots,
	cadence = 0,
	shares = false
}: Wanted): Problem {
	const random = randomFrom(seed);
	const visits: Visit[] = [];
	const requests: Request[] = [];
	while (visits.length < targets) {
		const repeats = random() < cadence ? Math.min(3, targets - visits.length) : 1;
		const worth = 1 + 9 * random() ** 3;
		const [raDeg, decDeg] = [360 * random(), (Math.asin(2 * random() - 1) * 180) / Math.PI];
		const exposure = 1 + Math.floor(6 * random() ** 1.5);
		const group = Math.floor(4 * random());
		const transit = slots * random();
		const options: Option[] = [];
		for (let k = 0; k < telescopes; k++) {
			if (random() < 0.45) continue;
			const width = slots * (0.12 + 0.3 * random());
			const middle = transit + slots * 0.2 * (random() - 0.5);
			const starts: number[] = [];
			const quality: number[] = [];
			for (
				let t = Math.max(0, Math.ceil(middle - width / 2));
				t <= Math.min(slots - 1, middle + width / 2);
				t++
			) {
				starts.push(t);
				quality.push((0.6 + 0.4 * (1 - ((t - middle) / (width / 2)) ** 2)) * (1 - (0.2 * t) / slots));
			}
			if (starts.length > 0) options.push({ instrument: k, seconds: 300 * exposure - 60, starts, quality });
		}
		const first = visits.length;
		for (let i = 0; i < repeats; i++)
			visits.push({ id: `v${visits.length}`, group, raDeg, decDeg, worth, options, closed: [] });
		if (repeats > 1)
			requests.push({
				id: `r${requests.length}`,
				visits: Array.from({ length: repeats }, (_, i) => first + i),
				leastSlots: 6,
				greatestSlots: 18,
				isWhole: random() < 0.5
			});
	}
	const owedSlots = Math.floor(0.1 * telescopes * slots);
	return {
		slotSeconds: 300,
		slots,
		instruments: telescopesGiven(telescopes, slots),
		visits,
		requests,
		goals: [],
		atoms: [],
		groups: [0, 1, 2, 3].map((g) => ({ id: `g${g}`, owedSlots: shares ? owedSlots : 0 })),
		shortfallWorth: shares ? 0.5 : 0
	};
}

/**
 * A localization, a banana of probability on a plane, to be covered by telescopes with fields of different sizes on
 * grids of their own; each looks best at some time, and early is a little better.
 */
export function localizationNight(seed: number, telescopes: number, fields: number, slots: number): Problem {
	const random = randomFrom(seed);
	const side = 96;
	const mass = new Float64Array(side * side);
	for (let i = 0; i < mass.length; i++) {
		const [x, y] = [(i % side) / side - 0.5, Math.floor(i / side) / side - 0.5];
		mass[i] = Math.exp(-(((y - 0.9 * x * x + 0.1) / 0.09) ** 2) - (x / 0.28) ** 2);
	}
	const total = mass.reduce((sum, m) => sum + m, 0);
	const coverers: number[][] = Array.from(mass, () => []);
	const visits: Visit[] = [];
	for (let k = 0; k < telescopes; k++) {
		const size = Math.round(side * (0.07 + 0.05 * random()));
		const [shiftX, shiftY] = [Math.floor(size * random()), Math.floor(size * random())];
		const cells = new Map<string, number[]>();
		for (let i = 0; i < mass.length; i++) {
			const key = `${Math.floor(((i % side) + shiftX) / size)} ${Math.floor((Math.floor(i / side) + shiftY) / size)}`;
			cells.set(key, [...(cells.get(key) ?? []), i]);
		}
		const sumOf = (list: number[]) => list.reduce((sum, i) => sum + mass[i]!, 0);
		const best = [...cells.values()].sort((a, b) => sumOf(b) - sumOf(a)).slice(0, fields);
		const exposure = 1 + Math.floor(3 * random());
		for (const field of best) {
			const [from, to] = [Math.floor(slots * 0.5 * random()), Math.floor(slots * (0.6 + 0.4 * random()))];
			const starts = Array.from({ length: to - from }, (_, i) => from + i);
			const quality = starts.map((t) => 1 - t / slots);
			for (const i of field) coverers[i]!.push(visits.length);
			const id = `v${visits.length}`;
			const options = [{ instrument: k, seconds: 300 * exposure - 60, starts, quality }];
			const [raDeg, decDeg] = [30 * random(), 30 * random()];
			visits.push({ id, group: null, raDeg, decDeg, worth: 0.05, options, closed: [] });
		}
	}
	const atoms = new Map<string, { probability: number; visits: number[] }>();
	for (const [i, members] of coverers.entries()) {
		const key = members.join(' ');
		const atom = atoms.get(key) ?? { probability: 0, visits: members };
		atom.probability += mass[i]! / total;
		atoms.set(key, atom);
	}
	return {
		slotSeconds: 300,
		slots,
		instruments: telescopesGiven(telescopes, slots),
		visits,
		requests: [],
		goals: [{ id: 'S1', worth: 100 }],
		atoms: [...atoms.values()]
			.filter((atom) => atom.visits.length > 0)
			.map((atom): Atom => ({ goal: 0, ...atom })),
		groups: [],
		shortfallWorth: 0
	};
}

function telescopesGiven(telescopes: number, slots: number) {
	return Array.from({ length: telescopes }, (_, k) => ({
		id: `t${k}`,
		given: [{ from: 0, to: slots }],
		slew: { settleSeconds: 10, degPerSecond: 4 }
	}));
}
