import type { BlockState } from '#lib/db/schema.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Block } from '../bookings/read.server.ts';
import type { PlanBlock } from './document.ts';

/** A block as it was planned, and what became of it. */
export interface PlanOutcome {
	readonly label: string;
	readonly campaign: string;
	readonly facility: string;
	readonly telescope: string;
	readonly instrument: string;
	readonly band: string | null;
	readonly planned_from_at: Instant;
	readonly planned_to_at: Instant;
	readonly state: BlockState | 'not proposed';
	/** The block of the schedule; null where none was proposed. */
	readonly block: string | null;
	/** When it is to begin, or began. */
	readonly from_at: Instant | null;
	readonly to_at: Instant | null;
	/** So much later than planned, in seconds; negative for earlier. */
	readonly late_sec: number | null;
	/** weather, fault, override, ...; and in words. */
	readonly reason_kind: string | null;
	readonly reason: string | null;
	readonly known_at: Instant | null;
}

/** What became of a plan's blocks; `first` are the blocks of the schedule as they were proposed, `now` as they are. */
export function outcomeOf(
	planned: readonly PlanBlock[],
	first: readonly Block[],
	now: readonly Block[]
): PlanOutcome[] {
	const inForce = new Map(now.map((one) => [one.block, one]));
	const proposed = new Map(first.map((one) => [keyOf(one), one.block]));
	return planned.map((one) => {
		const block = inForce.get(proposed.get(keyOf(one)) ?? '') ?? null;
		const { label, campaign, facility, telescope, instrument, band } = one;
		return {
			...{ label, campaign, facility, telescope, instrument, band },
			planned_from_at: one.from_at,
			planned_to_at: one.to_at,
			state: block?.state ?? 'not proposed',
			block: block?.block ?? null,
			from_at: block?.from_at ?? null,
			to_at: block?.to_at ?? null,
			late_sec: block && (block.from_at - one.from_at) / 1e6,
			reason_kind: block?.reason_kind ?? null,
			reason: block?.reason ?? null,
			known_at: block?.known_at ?? null
		};
	});
}

function keyOf({
	facility,
	instrument,
	from_at,
	ra_deg,
	dec_deg,
	band
}: Pick<PlanBlock, 'facility' | 'instrument' | 'from_at' | 'ra_deg' | 'dec_deg' | 'band'>): string {
	return JSON.stringify([facility, instrument, from_at, ra_deg, dec_deg, band]);
}

/** `30 executed, 2 of them at another time; 8 failed: weather 6, fault 2; 9 not proposed` */
export function outcomeWords(outcomes: readonly PlanOutcome[]): string {
	return [...Map.groupBy(outcomes, ({ state }) => state)]
		.map(([state, own]) => {
			const moved = own.filter(({ late_sec }) => late_sec !== null && late_sec !== 0).length;
			const kinds = [...Map.groupBy(own, ({ reason_kind }) => reason_kind)]
				.filter(([kind]) => kind !== null)
				.map(([kind, of]) => `${kind} ${of.length}`);
			return [
				`${own.length} ${state}`,
				moved > 0 ? `, ${moved === own.length ? '' : `${moved} of them `}at another time` : '',
				kinds.length > 0 ? `: ${kinds.join(', ')}` : ''
			].join('');
		})
		.join('; ');
}
