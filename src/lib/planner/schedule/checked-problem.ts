import { LookbackError } from '#lib/errors.ts';
import type { Atom, Group, Instrument, Problem, Request, Visit } from '#lib/planner/schedule/problem.ts';

/** Visits, instruments and slots are numbered in 16 bits. */
const mostNumbered = 65_536;

/**
 * The problem itself.
 * @throws LookbackError `planner/bad-problem` that names what of it can not be.
 */
export function checkedProblem(problem: Problem): Problem {
	const { slotSeconds, slots, instruments, visits, requests, goals, atoms, groups } = problem;
	want(slotSeconds > 0 && slotSeconds < Infinity, 'slotSeconds', slotSeconds, 'above 0 and finite');
	want(
		Number.isInteger(slots) && slots >= 0 && slots < mostNumbered,
		'slots',
		slots,
		`a whole number from 0 to ${mostNumbered - 1}`
	);
	for (const [name, list] of Object.entries({ instruments, visits }))
		want(list.length <= mostNumbered, `number of ${name}`, list.length, `at most ${mostNumbered}`);
	wantWorth(problem.shortfallWorth, 'shortfallWorth');
	instruments.forEach((instrument) => checkInstrument(instrument, slots));
	visits.forEach((visit) => checkVisit(visit, problem));
	checkRequests(requests, visits);
	goals.forEach(({ id, worth }) => wantWorth(worth, `worth of goal '${id}'`));
	checkAtoms(atoms, problem);
	groups.forEach(({ id, owedSlots }: Group) => wantWorth(owedSlots, `owedSlots of group '${id}'`));
	return problem;
}

function checkInstrument({ id, given, slew }: Instrument, slots: number): void {
	let end = -1;
	for (const { from, to } of given) {
		const isSpan = Number.isInteger(from) && Number.isInteger(to) && from > end && from < to && to <= slots;
		want(
			isSpan,
			`given of instrument '${id}'`,
			`${from} to ${to}`,
			`ascending spans within 0 to ${slots} that do not touch`
		);
		end = to;
	}
	wantWorth(slew.settleSeconds, `settleSeconds of instrument '${id}'`);
	want(slew.degPerSecond > 0, `degPerSecond of instrument '${id}'`, slew.degPerSecond, 'above 0');
}

function checkVisit(visit: Visit, { instruments, groups, slots }: Problem): void {
	const { id, group, raDeg, decDeg, worth, options } = visit;
	wantWorth(worth, `worth of visit '${id}'`);
	want(
		Number.isFinite(raDeg) && Math.abs(decDeg) <= 90,
		`position of visit '${id}'`,
		`${raDeg}, ${decDeg}`,
		'a finite raDeg and a decDeg between -90 and 90'
	);
	if (group !== null) wantIndex(group, groups, `group of visit '${id}'`);
	const seen = new Set<number>();
	for (const { instrument, seconds, starts, quality } of options) {
		wantIndex(instrument, instruments, `instrument of an option of visit '${id}'`);
		want(!seen.has(instrument), `instrument of an option of visit '${id}'`, instrument, 'there only once');
		seen.add(instrument);
		want(seconds > 0 && seconds < Infinity, `seconds of visit '${id}'`, seconds, 'above 0 and finite');
		want(
			quality.length === starts.length,
			`quality of visit '${id}'`,
			`${quality.length} long`,
			`as long as its ${starts.length} starts`
		);
		for (let i = 0; i < starts.length; i++) {
			const start = starts[i]!;
			if (!(Number.isInteger(start) && start >= 0 && start < slots && (i === 0 || start > starts[i - 1]!)))
				want(false, `starts of visit '${id}'`, start, `ascending whole numbers from 0 to ${slots - 1}`);
			if (!(quality[i]! >= 0 && quality[i]! <= 1))
				want(false, `quality of visit '${id}'`, quality[i], 'between 0 and 1');
		}
	}
}

function checkRequests(requests: readonly Request[], visits: readonly Visit[]): void {
	const requestOf = new Map<number, string>();
	for (const { id, visits: members, leastSlots, greatestSlots } of requests) {
		want(
			leastSlots >= 0 && leastSlots <= greatestSlots,
			`slots between visits of request '${id}'`,
			`${leastSlots} to ${greatestSlots}`,
			'0 or more, the least no more than the greatest'
		);
		for (const visit of members) {
			wantIndex(visit, visits, `visit of request '${id}'`);
			want(
				!requestOf.has(visit),
				`visit '${visits[visit]!.id}'`,
				`in request '${requestOf.get(visit)}' and '${id}'`,
				'in one request, and once'
			);
			requestOf.set(visit, id);
		}
	}
}

function checkAtoms(atoms: readonly Atom[], { goals, visits }: Problem): void {
	const sums = goals.map(() => 0);
	for (const { goal, probability, visits: members } of atoms) {
		wantIndex(goal, goals, 'goal of an atom');
		const name = `probability of an atom of goal '${goals[goal]!.id}'`;
		want(probability >= 0 && probability <= 1, name, probability, 'between 0 and 1');
		sums[goal]! += probability;
		for (const visit of members) wantIndex(visit, visits, `visit of an atom of goal '${goals[goal]!.id}'`);
	}
	sums.forEach((sum, goal) =>
		want(sum <= 1 + 1e-6, `probability of goal '${goals[goal]!.id}' in all its atoms`, sum, 'at most 1')
	);
}

function wantWorth(value: number, name: string): void {
	want(value >= 0 && value < Infinity, name, value, '0 or more and finite');
}

function wantIndex(value: number, list: readonly unknown[], name: string): void {
	want(
		Number.isInteger(value) && value >= 0 && value < list.length,
		name,
		value,
		list.length > 0 ? `a whole number from 0 to ${list.length - 1}` : 'absent, since there is none'
	);
}

function want(isGood: boolean, name: string, value: unknown, wish: string): void {
	if (isGood) return;
	throw new LookbackError(
		'incorrect',
		'planner/bad-problem',
		`The ${name} is ${String(value)}; it must be ${wish}.`,
		{ name, value: String(value) }
	);
}
