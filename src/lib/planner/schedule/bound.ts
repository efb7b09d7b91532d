import type { Instance } from '#lib/planner/schedule/instance.ts';
import { bestNight, type BestNight } from '#lib/planner/schedule/interval-scheduling.ts';
import type { Problem, Visit } from '#lib/planner/schedule/problem.ts';
import {
	noMultipliers,
	pairsOf,
	pricesOf,
	profitOf,
	spare,
	type Multipliers,
	type Pair,
	type Prices
} from '#lib/planner/schedule/multipliers.ts';

/** After so many steps without a better bound the pace slows by this factor, until it is the least. */
const patience = 15;
const slowing = 0.6;
const leastPace = 0.01;
/** Part of the last direction that is in the next. */
const memory = 0.7;

const names = ['once', 'atom', 'share', 'soonest', 'latest', 'whole'] as const;

/**
 * The Lagrangian bound: constraints 1 and 3 to 6 are put into the objective with multipliers, each instrument is
 * solved on its own, and the multipliers follow the subgradient to where the sum is least.
 *
 * The step is Polyak's, towards the best schedule known, along a mean of the subgradients so far.
 * Source: Camerini, Fratta & Maffioli 1975, Math. Programming Study 3, 26.
 */
export class LagrangianBound {
	readonly instance: Instance;
	/** The least bound so far. */
	bound = Infinity;
	/** Nights of the instruments where the bound was least. */
	nights: BestNight[] = [];
	/** The nights of the last step: near the optimum each says something else. */
	lastNights: BestNight[] = [];
	readonly #pairs: Pair[];
	readonly #multipliers: Multipliers;
	readonly #best: Multipliers;
	readonly #spare: Multipliers;
	readonly #direction: Multipliers;
	/** How far a multiplier goes for what its constraint has to spare: less, the more columns it moves. */
	readonly #weight: Multipliers;
	/** The largest value, and the fewest slots, of each visit's columns. */
	readonly #bestValue: Float64Array;
	readonly #leastSlots: Float64Array;
	/** Prices where the bound was least. */
	#prices: Prices;
	/** Profits of one instrument's columns: of all there may be tens of millions. */
	readonly #profit: Float64Array;
	#pace = 1;
	#stalled = 0;

	/** `isOver` says when there is no time to look for good multipliers to begin with. */
	constructor(instance: Instance, isOver: () => boolean = () => false) {
		this.instance = instance;
		this.#pairs = pairsOf(instance);
		const make = () => noMultipliers(instance, this.#pairs.length);
		this.#multipliers = make();
		this.#best = make();
		this.#spare = make();
		this.#direction = make();
		const { firstOfInstrument } = instance;
		const counts = instance.problem.instruments.map(
			(_, k) => firstOfInstrument[k + 1]! - firstOfInstrument[k]!
		);
		this.#profit = new Float64Array(Math.max(0, ...counts));
		this.#prices = pricesOf(instance, this.#pairs, this.#multipliers);
		this.#weight = weightsOf(instance, this.#pairs);
		const { columnsOf, value, slots } = instance;
		this.#bestValue = Float64Array.from(columnsOf, (columns) =>
			columns.reduce((most, c) => Math.max(most, value[c]!), 0)
		);
		this.#leastSlots = Float64Array.from(columnsOf, (columns) =>
			columns.reduce((least, c) => Math.min(least, slots[c]!), instance.problem.slots + 1)
		);
		this.#begin(isOver);
	}

	/**
	 * An atom's worth goes in equal parts to those that may cover it, all of it or less. All slots have one price, and a
	 * visit costs what its best column gains above that. Part and price are those of some with which the bound is least.
	 */
	#begin(isOver: () => boolean): void {
		const { problem } = this.instance;
		const parts = problem.atoms.length > 0 ? [0, 0.1, 0.3, 1] : [1];
		const prices = Array.from({ length: 10 }, (_, i) => (i / 10) ** 2);
		let least = Infinity;
		let best: readonly [number, number] = [1, 0];
		for (const part of parts)
			for (const price of prices) {
				if (isOver()) break;
				this.#guess(part, price);
				const prices = pricesOf(this.instance, this.#pairs, this.#multipliers);
				const bound = problem.instruments.reduce(
					(sum, _, k) => sum + this.#night(k, prices).profit,
					prices.constant
				);
				if (bound < least) [least, best] = [bound, [part, price]];
			}
		this.#guess(...best);
	}

	/** `price` is in parts of the highest that any visit could pay for a slot. */
	#guess(part: number, price: number): void {
		const { problem, atomWorth, atomsOf } = this.instance;
		const { atom, once } = this.#multipliers;
		problem.atoms.forEach(({ visits }, a) => (atom[a] = (part * atomWorth[a]!) / (visits.length || 1)));
		const gains = this.#bestValue.map((value, v) => atomsOf[v]!.reduce((sum, a) => sum + atom[a]!, value));
		const highest = gains.reduce((most, gain, v) => Math.max(most, gain / this.#leastSlots[v]!), 0);
		gains.forEach((gain, v) => (once[v] = Math.max(0, gain - price * highest * this.#leastSlots[v]!)));
	}

	/** Whether further steps would change next to nothing. */
	get isDone(): boolean {
		return this.#pace < leastPace;
	}

	/** One step; `known` is the objective of the best schedule known. */
	step(known: number): void {
		const { instance } = this;
		const prices = pricesOf(instance, this.#pairs, this.#multipliers);
		this.lastNights = instance.problem.instruments.map((_, k) => this.#night(k, prices));
		const bound = this.lastNights.reduce((sum, { profit }) => sum + profit, prices.constant);
		if (bound < this.bound - 1e-6 * Math.abs(this.bound)) this.#stalled = 0;
		else this.#stalled++;
		if (bound < this.bound) {
			this.bound = bound;
			this.#prices = prices;
			this.nights = this.lastNights;
			copy(this.#multipliers, this.#best);
		}
		if (this.#stalled >= patience) {
			this.#pace *= slowing;
			this.#stalled = 0;
			copy(this.#best, this.#multipliers);
			for (const name of names) this.#direction[name].fill(0);
			return;
		}
		const picks = this.lastNights.flatMap((night) => night.picks);
		spare(instance, this.#pairs, this.#multipliers, picks, this.#spare);
		this.#follow(Math.max(bound - known, 1e-9 * Math.abs(bound)));
	}

	#follow(excess: number): void {
		let norm = 0;
		for (const name of names) {
			const [direction, now, at] = [this.#direction[name], this.#spare[name], this.#multipliers[name]];
			const weight = this.#weight[name];
			for (let i = 0; i < direction.length; i++) {
				// A multiplier at 0 that would go below it does not move, and must not shorten the step.
				const d = memory * direction[i]! + (1 - memory) * now[i]!;
				direction[i] = at[i]! <= 0 && d > 0 ? 0 : d;
				norm += weight[i]! * direction[i]! ** 2;
			}
		}
		if (norm === 0) {
			this.#pace = 0;
			return;
		}
		const step = (this.#pace * excess) / norm;
		const { atomWorth, problem } = this.instance;
		for (const name of names) {
			const [at, direction, weight] = [this.#multipliers[name], this.#direction[name], this.#weight[name]];
			for (let i = 0; i < at.length; i++) {
				const most = name === 'atom' ? atomWorth[i]! : name === 'share' ? problem.shortfallWorth : Infinity;
				at[i] = Math.min(most, Math.max(0, at[i]! - step * weight[i]! * direction[i]!));
			}
		}
	}

	#night(k: number, prices: Prices): BestNight {
		const { firstOfInstrument } = this.instance;
		const [first, end] = [firstOfInstrument[k]!, firstOfInstrument[k + 1]!];
		for (let column = first; column < end; column++)
			this.#profit[column - first] = profitOf(this.instance, prices, column);
		return bestNight(this.instance, k, this.#profit);
	}

	/**
	 * By how much the bound falls where a column is forced into the schedule, its instrument's night being the best
	 * otherwise: a column with more than the bound exceeds a known schedule by is in no better one.
	 */
	lossOf(column: number): number {
		const { instrument, start, slots } = this.instance;
		const night = this.nights[instrument[column]!]!;
		const from = start[column]!;
		const profit = profitOf(this.instance, this.#prices, column);
		const with_ = night.before[from]! + profit + night.after[from + slots[column]!]!;
		return Math.max(0, night.profit - with_);
	}
}

/** A bound that is there at once: what all visits are worth at their best and all localizations covered, with no share missed. */
export function worthOfAll({ visits, goals }: Problem): number {
	const best = ({ worth, options }: Visit) => {
		let most = 0;
		for (const { quality } of options)
			for (let i = 0; i < quality.length; i++) most = Math.max(most, worth * quality[i]!);
		return most;
	};
	return (
		visits.reduce((sum, visit) => sum + best(visit), 0) + goals.reduce((sum, { worth }) => sum + worth, 0)
	);
}

function copy(from: Multipliers, to: Multipliers): void {
	for (const name of names) to[name].set(from[name]);
}

/** One by the squares of what a constraint's visits bring to it. */
function weightsOf(instance: Instance, pairs: readonly Pair[]): Multipliers {
	const { problem, atomWorth, groupOf, columnsOf, slots } = instance;
	const weights = noMultipliers(instance, pairs.length);
	weights.once.fill(1);
	for (let a = 0; a < atomWorth.length; a++) weights.atom[a] = 1 / (problem.atoms[a]!.visits.length || 1);
	groupOf.forEach((group, v) => {
		if (group >= 0 && columnsOf[v]!.length > 0) weights.share[group]! += slots[columnsOf[v]![0]!]! ** 2;
	});
	weights.share.forEach((sum, g) => (weights.share[g] = 1 / (sum || 1)));
	weights.soonest.fill(1 / (problem.slots + 1));
	weights.latest.fill(1 / (problem.slots + 1));
	weights.whole.fill(0.5);
	return weights;
}
