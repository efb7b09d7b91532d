import type { BlockState } from '#lib/db/schema.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Block } from '../bookings/read.server.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import type { Facility, Instrument, Telescope } from '../facilities/facility.ts';
import type { PlanBlock } from '../plans/document.ts';
import type { Pointing } from '../pointings/read.server.ts';

/** A block of a plan or of the schedule, or a pointing: what every export is made of. */
export interface Observation {
	/** Name of the block, of the visit in its plan, or of the pointing. */
	readonly id: string;
	/** `planned` for what nobody was asked for yet. */
	readonly state: BlockState | 'planned';
	/** Changes before this one. */
	readonly sequence: number;
	readonly toldAt: Instant;
	readonly facility: string;
	readonly telescope: string | null;
	readonly instrument: string;
	readonly from: Instant;
	readonly to: Instant;
	/** Null where what it looks at is kept from whoever asks. */
	readonly place: { readonly raDeg: number; readonly decDeg: number } | null;
	readonly positionAngleDeg: number | null;
	readonly band: string | null;
	readonly exposureSec: number | null;
	readonly exposures: number | null;
	readonly depthMag: number | null;
	readonly label: string | null;
	readonly event: string | null;
	readonly campaign: string | null;
	readonly owner: string | null;
	readonly isRedacted: boolean;
}

/** A block as its export tells it: of a redacted one that time is taken, not where it looks. */
export function ofBlock(block: Block): Observation {
	return {
		id: block.block,
		state: block.state,
		sequence: block.revision - 1,
		toldAt: block.known_at,
		facility: block.facility,
		telescope: block.telescope,
		instrument: block.instrument,
		from: block.from_at,
		to: block.to_at,
		place: block.is_redacted ? null : { raDeg: block.ra_deg, decDeg: block.dec_deg },
		positionAngleDeg: null,
		band: block.is_redacted ? null : block.band,
		exposureSec: block.is_redacted ? null : block.exposure_sec,
		exposures: block.is_redacted ? null : block.exposures,
		depthMag: null,
		label: block.label,
		event: eventOf(block.subject),
		campaign: block.campaign,
		owner: block.owner,
		isRedacted: block.is_redacted
	};
}

export function ofPlanBlock(
	{ plan, known_at }: { readonly plan: string; readonly known_at: Instant },
	block: PlanBlock,
	index: number
): Observation {
	return {
		id: `${plan}-${index + 1}`,
		state: 'planned',
		sequence: 0,
		toldAt: known_at,
		facility: block.facility,
		telescope: block.telescope,
		instrument: block.instrument,
		from: block.from_at,
		to: block.to_at,
		place: { raDeg: block.ra_deg, decDeg: block.dec_deg },
		positionAngleDeg: null,
		band: block.band,
		exposureSec: block.exposure_sec,
		exposures: block.exposures,
		depthMag: null,
		label: block.label,
		event: eventOf(block.subject),
		campaign: block.campaign,
		owner: null,
		isRedacted: false
	};
}

export function ofPointing(pointing: Pointing): Observation {
	return {
		id: pointing.pointing,
		state: pointing.is_executed ? 'executed' : 'planned',
		sequence: 0,
		toldAt: pointing.known_at,
		facility: pointing.facility,
		telescope: null,
		instrument: pointing.instrument,
		from: pointing.from_at,
		to: pointing.to_at,
		place: { raDeg: pointing.ra_deg, decDeg: pointing.dec_deg },
		positionAngleDeg: pointing.position_angle_deg,
		band: pointing.band,
		exposureSec: null,
		exposures: null,
		depthMag: pointing.depth_mag,
		label: null,
		event: pointing.event,
		campaign: pointing.campaign,
		owner: null,
		isRedacted: false
	};
}

function eventOf(subject: string | null): string | null {
	return subject?.startsWith('events/') ? subject.slice('events/'.length) : null;
}

/** What it is for, in words; null where that is hidden. */
export function targetOf({ label, event, isRedacted }: Observation): string | null {
	return isRedacted ? null : (label ?? event);
}

/** Whether it is over and came to nothing, or is wanted no more. */
export function isOff({ state }: Observation): boolean {
	return ['declined', 'withdrawn', 'failed', 'aborted'].includes(state);
}

/** Facilities by name. */
export type Facilities = ReadonlyMap<string, Facility>;

/** The facility, telescope and instrument of an observation, as far as they are known. */
export function whereOf(
	{ facility: name, instrument: wanted }: Observation,
	facilities: Facilities
): {
	readonly facility: Facility | null;
	readonly telescope: Telescope | null;
	readonly instrument: Instrument | null;
} {
	const facility = facilities.get(name) ?? null;
	for (const telescope of facility?.telescopes ?? []) {
		const instrument = telescope.instruments.find((one) => one.instrument === wanted);
		if (instrument) return { facility, telescope, instrument };
	}
	return { facility, telescope: null, instrument: null };
}

/** What it covers; null where its place is hidden or its instrument's field not known. */
export function fieldOf(observation: Observation, facilities: Facilities): FieldOfView | null {
	const footprint = whereOf(observation, facilities).instrument?.footprint;
	if (!footprint || !observation.place) return null;
	const { place, positionAngleDeg } = observation;
	return new FieldOfView(footprint, { ...place, positionAngleDeg });
}

/** Something written, and in sentences what was left out of it. */
export interface Exported<T> {
	readonly content: T;
	readonly leftOut: readonly string[];
}

/** `3 blocks are left out: their targets are hidden.`, or nothing for none. */
export function leftOutSentence(count: number, why: string): string[] {
	if (count === 0) return [];
	return [`${count} ${count === 1 ? 'observation is' : 'observations are'} left out: ${why}.`];
}
