import { separationDeg } from '#lib/sky/separation.ts';
import type { Block, Problem } from '#lib/planner/schedule/problem.ts';

/*
 * What a plan breaks, and what it is worth, told from the problem and the blocks alone: nothing here is shared with the
 * code that makes plans. Numbers are those of the constraints in docs/design/planner.md.
 */

const roundingSeconds = 0.001;

/** Sentences on what a plan's blocks break; none when it is sound. */
export function faultsOf(problem: Problem, blocks: readonly Block[]): string[] {
	const { visits, instruments } = problem;
	const faults: string[] = [];
	const seen = new Set<number>();
	for (const { visit, instrument, start, slots } of blocks) {
		const name = `Visit '${visits[visit]?.id}' on '${instruments[instrument]?.id}' from slot ${start}`;
		const option = visits[visit]?.options.find((one) => one.instrument === instrument);
		if (seen.has(visit)) faults.push(`${name} is planned twice (1).`);
		seen.add(visit);
		if (!option) {
			faults.push(`${name} may not be made there.`);
			continue;
		}
		if (!Array.from(option.starts).includes(start)) faults.push(`${name} begins when it must not.`);
		if (!instruments[instrument]!.given.some(({ from, to }) => from <= start && start + slots <= to))
			faults.push(`${name} takes time to slot ${start + slots} that its facility does not give.`);
		if (slots * problem.slotSeconds + roundingSeconds < option.seconds)
			faults.push(`${name} has ${slots} slots, too few for ${option.seconds} s.`);
	}
	instruments.forEach((_, k) => faults.push(...overlaps(problem, blocks, k)));
	return [...faults, ...brokenRequests(problem, blocks)];
}

/** (2), with the real slew between each block and the next. */
function overlaps(
	{ visits, instruments, slotSeconds }: Problem,
	blocks: readonly Block[],
	k: number
): string[] {
	const night = blocks.filter(({ instrument }) => instrument === k).toSorted((a, b) => a.start - b.start);
	const { id, slew } = instruments[k]!;
	return night.slice(1).flatMap((next, i) => {
		const before = night[i]!;
		const [from, to] = [visits[before.visit]!, visits[next.visit]!];
		const angle = separationDeg(from.raDeg, from.decDeg, to.raDeg, to.decDeg);
		const slewing = angle > 0 ? slew.settleSeconds + angle / slew.degPerSecond : 0;
		const seconds = from.options.find(({ instrument }) => instrument === k)?.seconds ?? 0;
		const ready = before.start * slotSeconds + seconds + slewing;
		const said = `'${from.id}' and '${to.id}' on '${id}'`;
		if (before.start + before.slots > next.start) return [`${said} overlap at slot ${next.start} (2).`];
		return ready > next.start * slotSeconds + roundingSeconds
			? [`${said} leave no time for a slew of ${slewing.toFixed(1)} s before slot ${next.start} (2).`]
			: [];
	});
}

/** (3) and (5). */
function brokenRequests({ visits, requests }: Problem, blocks: readonly Block[]): string[] {
	const startOf = new Map(blocks.map(({ visit, start }) => [visit, start]));
	return requests.flatMap(({ id, visits: members, leastSlots, greatestSlots, isWhole }) => {
		const starts = members.map((visit) => startOf.get(visit));
		const placed = starts.filter((start) => start !== undefined).length;
		if (isWhole && placed > 0 && placed < members.length)
			return [`Request '${id}' has ${placed} of ${members.length} visits and is wanted whole (5).`];
		return starts.slice(1).flatMap((start, i) => {
			if (start === undefined) return [];
			const before = starts[i];
			const name = `Visit '${visits[members[i + 1]!]!.id}' of request '${id}'`;
			if (before === undefined) return [`${name} comes without the one before it (3).`];
			const apart = start - before;
			return apart < leastSlots || apart > greatestSlots
				? [
						`${name} begins ${apart} slots after the one before; it must be ${leastSlots} to ${greatestSlots} (3).`
					]
				: [];
		});
	});
}

/** The objective of some blocks: what visits are worth, what is covered (4), less what groups fall short (6). */
export function objectiveOf(problem: Problem, blocks: readonly Block[]): number {
	const { visits, goals, atoms, groups, shortfallWorth } = problem;
	const planned = new Set(blocks.map(({ visit }) => visit));
	const visited = blocks.reduce((sum, { visit, instrument, start }) => {
		const option = visits[visit]!.options.find((one) => one.instrument === instrument)!;
		return sum + visits[visit]!.worth * option.quality[Array.from(option.starts).indexOf(start)]!;
	}, 0);
	const covered = atoms
		.filter((atom) => atom.visits.some((visit) => planned.has(visit)))
		.reduce((sum, { goal, probability }) => sum + goals[goal]!.worth * probability, 0);
	const short = groups.reduce((sum, { owedSlots }, g) => {
		const had = blocks
			.filter(({ visit }) => visits[visit]!.group === g)
			.reduce((n, { slots }) => n + slots, 0);
		return sum + Math.max(0, owedSlots - had);
	}, 0);
	return visited + covered - shortfallWorth * short;
}
