import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { gridMoment, type TimeGrid } from '../observability/altitude-table.ts';
import type { Change, LeftOut } from '../schedule/plan.ts';
import type { Block } from '../schedule/problem.ts';
import type { Built } from './build.ts';
import type { PlanBlock, PlanLeftOut } from './document.ts';
import { splitWords } from './split.ts';
import { setSeconds, type PlannedTelescope } from './telescopes.ts';

/** Blocks of a schedule as people and facilities read them, one for each set of exposures, by their beginning. */
export function blocksOf(
	blocks: readonly Block[],
	{ visits }: Built,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): PlanBlock[] {
	return blocks
		.flatMap(({ visit, instrument: k, start }) => {
			const { visit: planned, instruments, sets, campaign, label, subject, field } = visits[visit]!;
			const { facility, telescope } = telescopes[k]!;
			const instrument = instruments.get(k)!;
			let at = gridMoment(slots, start) as number;
			return setSeconds(instrument, sets).map((seconds, i): PlanBlock => {
				const from_at = at as Instant;
				at += Math.round(seconds * 1e6);
				const { band, exposureSec, exposures } = sets[i]!;
				return {
					visit: planned.id,
					campaign,
					label,
					subject,
					field,
					facility: facility.facility,
					telescope: telescope.telescope,
					instrument: instrument.instrument,
					from_at,
					to_at: at as Instant,
					ra_deg: planned.raDeg,
					dec_deg: planned.decDeg,
					band,
					exposure_sec: exposureSec,
					exposures
				};
			});
		})
		.sort((a, b) => a.from_at - b.from_at || (a.facility < b.facility ? -1 : 1));
}

/** For more, what would open the sky is not looked for: it takes as long as to look for windows again. */
const mostOpened = 200;

/**
 * What has no block, with the reason and the cheapest change in sentences, and how many of these it was not looked for: when the time
 * was over, and beyond the first 200 to which the sky is closed. Fields of a localization that add nothing are none.
 */
export function leftOutInWords(
	leftOut: readonly LeftOut[],
	built: Built,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): { readonly left_out: PlanLeftOut[]; readonly unexamined: number } {
	let opened = 0;
	let unexamined = 0;
	const opening = (change: () => string | null) => {
		if (opened++ < mostOpened) return change();
		unexamined++;
		return null;
	};
	const left_out = leftOut.flatMap((one): PlanLeftOut[] => {
		const { changeToOpen, visit, campaign, label, subject, split } = built.visits[one.visit]!;
		const isField = subject !== null && subject.startsWith('events/') && visit.worth === 0;
		if (isField && one.why === 'no-gain') return [];
		if (one.why === 'lost' && one.change === null) unexamined++;
		return [
			{
				visit: visit.id,
				campaign,
				label,
				ra_deg: visit.raDeg,
				dec_deg: visit.decDeg,
				why: one.why,
				reason: reasonOf(one, isField),
				change: one.change
					? changeOf(one.change, built, telescopes, slots)
					: split && isTooLong(one)
						? splitWords(split, isField ? 'epochs' : 'visits')
						: one.why === 'closed' && !isField
							? opening(changeToOpen)
							: null,
				change_cost: one.change && one.change.cost
			}
		];
	});
	return { left_out, unexamined };
}

/** Whether its length may be what keeps it out. */
function isTooLong({ why }: LeftOut): boolean {
	return why === 'closed' || why === 'too-long';
}

function reasonOf({ why, reason }: LeftOut, isField: boolean): string {
	switch (why) {
		case 'closed':
			return `${isField ? 'Its telescope cannot observe it' : 'It can be observed nowhere'}: ${reason ?? 'no telescope is asked'}.`;
		case 'not-given':
			return 'The telescopes that see it give no time when they do.';
		case 'too-long':
			return 'The time that is given while it is up is too short for it.';
		case 'request':
			return 'It is wanted together with other visits, which do not fit.';
		case 'no-gain':
			return 'There is room, and nothing would be gained.';
		case 'lost':
			return 'Others are worth more in the time when it is up.';
	}
}

function changeOf(
	{ block, displaced, moved, cost }: Change,
	{ visits }: Built,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): string {
	const { facility, telescope } = telescopes[block.instrument]!;
	const names = (blocks: readonly Block[]) =>
		blocks
			.slice(0, 3)
			.map(({ visit }) => visits[visit]!.label)
			.join(', ') + (blocks.length > 3 ? `, and ${blocks.length - 3} more` : '');
	const found = new Set(moved.map(({ visit }) => visit));
	const lost = displaced.filter(({ visit }) => !found.has(visit));
	const parts = [
		`It could go to ${telescope.name} of ${facility.name} at ${formatInstant(gridMoment(slots, block.start))}`,
		...(lost.length > 0 ? [`in place of ${names(lost)}`] : []),
		...(moved.length > 0 ? [`with ${names(moved)} moved`] : [])
	];
	return `${parts.join(', ')}: the plan would be worth ${cost.toPrecision(2)} less.`;
}
