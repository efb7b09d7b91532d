import type { Assignment } from '#lib/planner/schedule/assignment.ts';
import { fill } from '#lib/planner/schedule/greedy.ts';
import type { Change, LeftOut, WhyLeftOut } from '#lib/planner/schedule/plan.ts';
import type { Block } from '#lib/planner/schedule/problem.ts';

/** So many of the columns of a visit are tried out, those that would take least from others. */
const tries = 3;

/**
 * Why each visit without a block has none, and the cheapest change that would let it in; no change is looked for once
 * it `isOver`. A change that costs less than nothing is made at once, so the schedule may be a better one at the end.
 */
export function whyLeftOut(schedule: Assignment, isOver: () => boolean): LeftOut[] {
	for (;;) {
		let isBetter = false;
		const left: LeftOut[] = [];
		for (const visit of schedule.columnOf.keys()) {
			if (schedule.columnOf[visit]! >= 0) continue;
			const one = whyOne(schedule, visit, isOver);
			if (one.change && one.change.cost < -1e-9) {
				makeChange(schedule, one.change);
				isBetter = true;
			} else left.push(one);
		}
		if (!isBetter) return left;
	}
}

function makeChange(schedule: Assignment, { displaced, block, moved }: Change): void {
	for (const { visit } of displaced) schedule.remove(visit);
	for (const one of [block, ...moved]) schedule.add(columnOfBlock(schedule, one));
}

function columnOfBlock({ instance }: Assignment, { visit, instrument, start }: Block): number {
	return instance.columnsOf[visit]!.find(
		(column) => instance.instrument[column] === instrument && instance.start[column] === start
	)!;
}

function whyOne(schedule: Assignment, visit: number, isOver: () => boolean): LeftOut {
	const { instance } = schedule;
	const { options, closed } = instance.problem.visits[visit]!;
	const leftOut = (why: WhyLeftOut, change: Change | null = null): LeftOut => ({
		visit,
		why,
		reason: null,
		change
	});
	const columns = instance.columnsOf[visit]!;
	if (options.every(({ starts }) => starts.length === 0)) {
		const longest = closed.toSorted((a, b) => b.slots - a.slots)[0];
		return { ...leftOut('closed'), reason: longest?.reason ?? null };
	}
	if (columns.length === 0) return leftOut(isGivenAtAll(schedule, visit) ? 'too-long' : 'not-given');
	const request = instance.problem.requests[instance.requestOf[visit]!];
	const place = instance.placeInRequest[visit]!;
	if (request && (request.isWhole || (place > 0 && schedule.columnOf[request.visits[place - 1]!]! < 0)))
		return leftOut('request');
	// Not in the place of a visit of its own request, without which it may not be.
	const isInOwnPlace = (column: number) =>
		schedule.holdersOf(column).some((other) => request!.visits.includes(other));
	const kept = request
		? columns.filter((column) => schedule.keepsCadence(column) && !isInOwnPlace(column))
		: columns;
	if (kept.length === 0) return leftOut('request');
	if (isFreeInVain(schedule, visit, kept)) return leftOut('no-gain');
	if (isOver()) return leftOut('lost');
	const changes = cheapestFirst(schedule, kept).map((column) => tryOut(schedule, column));
	return leftOut(
		'lost',
		changes.reduce((best, change) => (change.cost < best.cost ? change : best))
	);
}

/** Whether there is room for a visit where nothing would be gained. */
function isFreeInVain(schedule: Assignment, visit: number, kept: Int32Array): boolean {
	const { instance, holder } = schedule;
	// of most visits every slot is taken, which is asked most quickly
	const mayBe = instance.choicesOf[visit]!.some(({ instrument, starts }) => {
		const night = instrument * instance.problem.slots;
		for (let i = 0; i < starts.length; i++) if (holder[night + starts[i]!]! < 0) return true;
		return false;
	});
	return mayBe && kept.some((column) => schedule.isFree(column) && schedule.gain(column) <= 0);
}

/** Whether any start lies in time that is given, be it too short. */
function isGivenAtAll({ instance }: Assignment, visit: number): boolean {
	const { visits, instruments } = instance.problem;
	return visits[visit]!.options.some(({ instrument, starts }) =>
		instruments[instrument]!.given.some(({ from, to }) =>
			Array.from(starts).some((start) => start >= from && start < to)
		)
	);
}

function cheapestFirst(schedule: Assignment, columns: Int32Array): number[] {
	const losses = Array.from(columns, (column) => ({
		column,
		loss: schedule.holdersOf(column).reduce((sum, v) => sum + schedule.loss(v), -schedule.gain(column))
	}));
	return losses
		.sort((a, b) => a.loss - b.loss || a.column - b.column)
		.slice(0, tries)
		.map(({ column }) => column);
}

/** What giving a visit a column costs when those in its way look for other places. */
function tryOut(schedule: Assignment, column: number): Change {
	const { visit } = schedule.instance;
	const before = schedule.objective();
	const had = schedule.columnOf.slice();
	for (const holder of schedule.holdersOf(column))
		for (const member of schedule.withRequest(holder)) schedule.remove(member);
	schedule.add(column);
	// Only who was displaced looks for another place.
	const gone = Array.from(had.keys()).filter((v) => had[v]! >= 0 && schedule.columnOf[v]! < 0);
	fill(schedule, () => false, null, gone);
	const cost = before - schedule.objective();
	const moved = gone
		.filter((v) => schedule.columnOf[v]! >= 0)
		.map((v) => blockOf(schedule, schedule.columnOf[v]!));
	const change = {
		block: blockOf(schedule, column),
		displaced: gone.map((v) => blockOf(schedule, had[v]!)),
		moved,
		cost
	};
	for (const v of [visit[column]!, ...gone]) if (schedule.columnOf[v]! >= 0) schedule.remove(v);
	for (const v of gone) schedule.add(had[v]!);
	return change;
}

function blockOf({ instance }: Assignment, column: number): Block {
	const { visit, instrument, start, slots } = instance;
	return {
		visit: visit[column]!,
		instrument: instrument[column]!,
		start: start[column]!,
		slots: slots[column]!
	};
}
