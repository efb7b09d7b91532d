import { Assignment } from '#lib/planner/schedule/assignment.ts';
import { LagrangianBound, worthOfAll } from '#lib/planner/schedule/bound.ts';
import { fill, type SlotPrice } from '#lib/planner/schedule/greedy.ts';
import type { Instance } from '#lib/planner/schedule/instance.ts';
import { neighbourhoods } from '#lib/planner/schedule/neighbourhoods.ts';
import { filledPart, freePart, modelOf, type Part } from '#lib/planner/schedule/part.ts';
import { found, type Found } from '#lib/planner/schedule/plan.ts';
import { randomFrom } from '#lib/planner/schedule/random.ts';
import { RuinAndRecreate } from '#lib/planner/schedule/ruin.ts';
import type { PartModel } from '#lib/planner/schedule/model.ts';
import type { MixedIntegerModel } from '#lib/planner/solvers/model.ts';
import type { Solved, SolveOptions } from '#lib/planner/solvers/highs.server.ts';

export interface SearchOptions {
	/** When it must end, by `now`, in milliseconds; Infinity with a number of iterations. */
	readonly deadline: number;
	/** Steps of ruin and recreate; what is found then depends on the seed alone. Infinity with a deadline. */
	readonly iterations: number;
	/** Gap at which it is good enough. */
	readonly gap: number;
	readonly seed: number;
	readonly now: () => number;
	readonly solve: (model: MixedIntegerModel, options: SolveOptions) => Promise<Solved>;
	readonly onImproved: (found: Found) => void;
	/** What a search before found in the same instance, from which this one goes on. */
	readonly start: Reached | null;
}

/** How far a search came: its best schedule, and the least bound proved. */
export interface Reached {
	readonly best: Assignment;
	readonly bound: number;
}

/** Most columns of a core that is solved as a whole, and the gap from which on this is hopeful. */
const mostCore = 30_000;
const nearGap = 0.01;
/** Steps down the bound in a turn, most turns, and steps of the search in a turn. */
const boundSteps = 25;
const mostTurns = 40;
const burst = 50;
/** Steps between parts that are solved exactly, where only their number counts. */
const partEvery = 1000;

/** Looks for the best schedule: greedy, bound and prices, then ruin and recreate beside HiGHS on the core or on parts. */
export class Search {
	readonly instance: Instance;
	best: Assignment;
	objective: number;
	readonly lagrangian: LagrangianBound;
	/** The least bound proved. */
	bound: number;
	readonly #options: SearchOptions;
	readonly #random: () => number;
	/** Columns of the next part: more when the last was solved to the end, fewer when not. */
	#partColumns = 500;
	#parts = 0;
	/** Whether HiGHS has found something better since the search last looked. */
	#exactGain = false;
	/** Objective of the last schedule told. */
	#told = -Infinity;

	constructor(instance: Instance, options: SearchOptions) {
		this.instance = instance;
		this.#options = options;
		this.#random = randomFrom(options.seed);
		this.bound = options.start?.bound ?? worthOfAll(instance.problem);
		this.best = options.start?.best.copy() ?? new Assignment(instance);
		this.objective = this.best.objective();
		const first = this.best.copy();
		// however little time there is, the first schedule is one to which nothing can be added
		fill(first, () => false);
		this.#offer(first);
		this.#tell();
		this.lagrangian = new LagrangianBound(instance, () => this.isOver);
	}

	get isOver(): boolean {
		// Beside a deadline of Infinity, which there is with a number of steps, `now` is Infinity once it has to stop.
		return this.#options.now() >= this.#options.deadline;
	}

	get found(): Found {
		return found(this.best.blocks(), this.objective, this.bound);
	}

	async run(): Promise<void> {
		if (this.instance.visit.length === 0) this.bound = this.objective;
		else if (this.#options.iterations < Infinity) await this.#runSteps();
		else await this.#runBeside();
	}

	get #isGood(): boolean {
		return this.bound - this.objective <= Math.max(this.#options.gap * Math.abs(this.objective), 1e-9);
	}

	/** Follows the bound down by some steps; its prices make a schedule, too. */
	#followBound(steps: number): void {
		const { lagrangian } = this;
		for (let step = 0; step < steps && !lagrangian.isDone && !(step > 0 && this.isOver); step++)
			lagrangian.step(this.objective);
		this.bound = Math.min(this.bound, lagrangian.bound);
		const priced = new Assignment(this.instance);
		fill(priced, () => this.isOver, priceOf(lagrangian.lastNights));
		this.#offer(priced);
		this.#tell();
	}

	/** So many steps, a part now and then, and at the end the core if it is small. */
	async #runSteps(): Promise<void> {
		const { iterations } = this.#options;
		for (let turn = 0; turn < mostTurns && !this.lagrangian.isDone && !this.#isGood; turn++)
			this.#followBound(boundSteps);
		const walk = this.#walk();
		for (let step = 0; step < iterations && !this.isOver && !this.#isGood; step++) {
			this.#step(walk, step / iterations);
			if (step % burst === burst - 1) {
				this.#tell();
				// whoever waits for it may give it up
				await new Promise((resolve) => setImmediate(resolve));
			}
			if (step % partEvery === partEvery - 1) {
				await this.#solvePart({ nodes: 50 });
				if (this.objective > walk.objective) walk.restart(this.best);
			}
		}
		const core = this.#isGood ? null : this.#core(3000);
		if (core) await this.#solveCore(core, { nodes: 2000 });
	}

	/**
	 * Steps down the bound and steps of the search by turns until the time is over; once the bound is down, HiGHS works
	 * beside them in its own thread, on the core or on one part after the other.
	 */
	async #runBeside(): Promise<void> {
		const { now, deadline } = this.#options;
		const begun = now();
		const stop = new AbortController();
		let exact: Promise<void> | null = null;
		this.#followBound(boundSteps);
		const walk = this.#walk();
		for (let turn = 1; !this.isOver && !this.#isGood; turn++) {
			const progress = (now() - begun) / (deadline - begun);
			if (turn < mostTurns && !this.lagrangian.isDone) this.#followBound(boundSteps);
			else exact ??= this.#solveAgain(stop.signal);
			for (let i = 0; i < burst && !this.isOver; i++) this.#step(walk, progress);
			this.#tell();
			await new Promise((resolve) => setImmediate(resolve));
			if (this.#exactGain) walk.restart(this.best);
			this.#exactGain = false;
		}
		stop.abort();
		await exact;
	}

	async #solveAgain(signal: AbortSignal): Promise<void> {
		const seconds = () => (this.#options.deadline - this.#options.now()) / 1000;
		const isNear = this.bound - this.objective <= nearGap * Math.abs(this.objective);
		const core = this.#core(isNear ? mostCore : 3000);
		if (core) await this.#solveCore(core, { seconds: seconds(), signal });
		while (!signal.aborted && !this.#isGood && seconds() > 0.05)
			await this.#solvePart({ seconds: Math.min(2, seconds()), nodes: 200, signal });
	}

	#walk(): RuinAndRecreate {
		const price: SlotPrice = (...slots) => priceOf(this.lagrangian.nights)(...slots);
		return new RuinAndRecreate(this.best.copy(), price, this.#random);
	}

	#step(walk: RuinAndRecreate, progress: number): void {
		const placed = Math.max(
			1,
			this.best.columnOf.reduce((n, column) => n + (column >= 0 ? 1 : 0), 0)
		);
		const temperature = ((0.05 * Math.abs(this.objective)) / placed) * Math.max(0, 1 - progress) ** 2;
		walk.step(6, temperature);
		if (walk.objective > this.objective + 1e-9) this.#offer(walk.schedule.copy());
	}

	/**
	 * The columns that any schedule better than the best is made of, if they are few: with another the bound falls
	 * below it. An optimum among them, or the best there is, is one of all.
	 */
	#core(most: number): Part | null {
		const { instance, lagrangian } = this;
		const excess = lagrangian.bound - this.objective + 1e-9 * Math.max(1, Math.abs(lagrangian.bound));
		const inCore = (column: number) => lagrangian.lossOf(column) <= excess;
		let count = 0;
		for (let column = 0; column < instance.visit.length; column++) if (inCore(column)) count++;
		if (count > most) return null;
		const placed = Array.from(this.best.columnOf.keys()).filter((visit) => this.best.columnOf[visit]! >= 0);
		const part = freePart(this.best, placed, Infinity, () => 0);
		return { ...part, columns: part.columns.filter((column) => part.had.has(column) || inCore(column)) };
	}

	async #solveCore(core: Part, options: SolveOptions): Promise<void> {
		const part = modelOf(core);
		const solved = await this.#solve(core, part, { ...options, gap: this.#options.gap });
		if (solved && solved.bound < Infinity)
			this.bound = Math.min(this.bound, Math.max(this.objective, core.fixed.objective() + solved.bound));
	}

	async #solvePart(options: SolveOptions): Promise<void> {
		const choose = neighbourhoods[this.#parts++ % neighbourhoods.length]!;
		const freed = choose(this.best, Math.ceil(this.#partColumns / 50), this.#random);
		const part = freePart(this.best, freed, this.#partColumns, (column) => this.lagrangian.lossOf(column));
		const solved = await this.#solve(part, modelOf(part), { ...options, gap: 1e-4 });
		if (!solved || solved.status === 'interrupted') return;
		const factor = solved.status === 'optimal' ? 1.2 : 0.7;
		this.#partColumns = Math.min(4000, Math.max(100, Math.round(this.#partColumns * factor)));
	}

	async #solve(part: Part, made: PartModel, options: SolveOptions): Promise<Solved | null> {
		const solved = await this.#options.solve(made.model, { ...options, start: made.valuesOf(part.had) });
		if (solved.values && this.#offer(filledPart(part, made, solved.values))) this.#exactGain = true;
		this.#tell();
		return solved;
	}

	#offer(schedule: Assignment): boolean {
		const objective = schedule.objective();
		if (objective <= this.objective + 1e-9) return false;
		this.best = schedule;
		this.objective = objective;
		return true;
	}

	/** Not at each step: hundreds of the first ones each find something better. */
	#tell(): void {
		if (this.#told >= this.objective) return;
		this.#told = this.objective;
		this.#options.onImproved(this.found);
	}
}

function priceOf(nights: LagrangianBound['nights']): SlotPrice {
	return (k, from, to) => nights[k]!.profit - nights[k]!.before[from]! - nights[k]!.after[to]!;
}
