import type { Instant } from '#lib/sky/time.ts';
import type { Ground, PlanBlock, PlanDocument } from './document.ts';
import { namesVisitsApart } from './software.ts';

/** A block that one plan has otherwise than another, and why, where a visit came or went. */
export interface PlanChange {
	readonly change: 'added' | 'removed' | 'moved';
	readonly visit: string;
	readonly campaign: string;
	readonly label: string;
	readonly before_telescope: string | null;
	readonly before_instrument: string | null;
	readonly before_from_at: Instant | null;
	readonly before_to_at: Instant | null;
	readonly after_telescope: string | null;
	readonly after_instrument: string | null;
	readonly after_from_at: Instant | null;
	readonly after_to_at: Instant | null;
	/** Why the plan that lacks it leaves it out, in a sentence; null where it does not know of it. */
	readonly why: string | null;
}

type Compared = Pick<PlanDocument, 'software' | 'blocks' | 'left_out'>;

/** What `after` does otherwise than `before`, by visit and in the order of time; blocks that are the same are none of it. */
export function comparePlans(before: Compared, after: Compared): PlanChange[] {
	const [had, has] = [byVisit(before), byVisit(after)];
	const [outBefore, outAfter] = [whyOut(before), whyOut(after)];
	const changes = [...new Set([...had.keys(), ...has.keys()])].flatMap((visit) => {
		const [from, to] = [had.get(visit) ?? [], has.get(visit) ?? []];
		return Array.from({ length: Math.max(from.length, to.length) }, (_, k) => ({
			visit,
			from: from[k],
			to: to[k]
		}));
	});
	return changes
		.filter(({ from, to }) => !(from && to && isSame(from, to)))
		.map(({ visit, from, to }): PlanChange => {
			const { campaign, label } = (to ?? from)!;
			return {
				change: !from ? 'added' : !to ? 'removed' : 'moved',
				visit,
				campaign,
				label,
				before_telescope: telescopeOf(from),
				before_instrument: from?.instrument ?? null,
				before_from_at: from?.from_at ?? null,
				before_to_at: from?.to_at ?? null,
				after_telescope: telescopeOf(to),
				after_instrument: to?.instrument ?? null,
				after_from_at: to?.from_at ?? null,
				after_to_at: to?.to_at ?? null,
				why: (from ? (to ? null : outAfter.get(visit)) : outBefore.get(visit)) ?? null
			};
		})
		.sort((a, b) => beginOf(a) - beginOf(b) || (a.visit < b.visit ? -1 : 1));
}

function byVisit({ software, blocks }: Compared): Map<string, PlanBlock[]> {
	return Map.groupBy(blocks, namesVisitsApart(software) ? ({ visit }) => visit : visitNow);
}

/** Name that the visit of a block of an old plan would have by now: with its telescope, where it is a look at a field. */
function visitNow({ visit, campaign, subject, facility, telescope }: PlanBlock): string {
	const covered = `${campaign}/${subject?.replace(/^events\//, '')}/`;
	return visit.startsWith(covered) ? visit.replace(covered, `${covered}${facility}/${telescope}/`) : visit;
}

function whyOut({ left_out }: Compared): ReadonlyMap<string, string> {
	return new Map(left_out.map(({ visit, reason }) => [visit, reason]));
}

function isSame(a: PlanBlock, b: PlanBlock): boolean {
	const of = ({ facility, telescope, instrument, from_at, to_at, ra_deg, dec_deg, band }: PlanBlock) =>
		JSON.stringify([facility, telescope, instrument, from_at, to_at, ra_deg, dec_deg, band]);
	return of(a) === of(b);
}

function telescopeOf(block: PlanBlock | undefined): string | null {
	return block ? `${block.facility}/${block.telescope}` : null;
}

function beginOf({ after_from_at, before_from_at }: PlanChange): number {
	return (after_from_at ?? before_from_at)!;
}

/** A fact that two plans were made from in different tellings; null for the plan that does not rest on it. */
export interface GroundChange {
	readonly what: Ground['what'];
	readonly name: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** What `after` rests on otherwise than `before`, in the order of both. */
export function compareGrounds(
	{ rests_on: before }: Pick<PlanDocument, 'rests_on'>,
	{ rests_on: after }: Pick<PlanDocument, 'rests_on'>
): GroundChange[] {
	const keyOf = ({ what, name }: Ground) => `${what} ${name}`;
	const [had, has] = [before, after].map((grounds) => new Map(grounds.map((one) => [keyOf(one), one])));
	return [...new Set([...had!.keys(), ...has!.keys()])].flatMap((key) => {
		const [from, to] = [had!.get(key), has!.get(key)];
		if (from?.version === to?.version) return [];
		const { what, name } = (to ?? from)!;
		return [{ what, name, before: from?.told ?? null, after: to?.told ?? null }];
	});
}

/** The same in words: `campaign ages: revision 1 → revision 2`. */
export function groundChangeWords({ what, name, before, after }: GroundChange): string {
	return `${what} ${name}: ${before ?? 'not used'} → ${after ?? 'not used'}`;
}
