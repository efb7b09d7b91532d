import type { Instant } from '#lib/sky/time.ts';
import type { ProblemDigests } from '../schedule/problem-digest.ts';
import type { PlannerEnvironment } from './software.ts';

/** A block that a plan proposes. */
export interface PlanBlock {
	/** Its visit, by name; blocks in a row of one visit have the same. */
	readonly visit: string;
	readonly campaign: string;
	readonly label: string;
	readonly subject: string | null;
	/** Of a localization: the name of the field on its grid, where it has one. */
	readonly field: string | null;
	readonly facility: string;
	readonly telescope: string;
	readonly instrument: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly band: string | null;
	readonly exposure_sec: number;
	readonly exposures: number;
}

/** A visit that has no block, and why. */
export interface PlanLeftOut {
	readonly visit: string;
	readonly campaign: string;
	readonly label: string;
	readonly ra_deg: number;
	readonly dec_deg: number;
	/** closed, not-given, too-long, request, no-gain or lost. */
	readonly why: string;
	/** The same in a sentence. */
	readonly reason: string;
	/** The cheapest change that would let it in, in a sentence. */
	readonly change: string | null;
	/** How much less the plan would be worth with it; null without one, where nothing else would have to go, or of a plan made before it was kept. */
	readonly change_cost: number | null;
}

/** A localization, and how much of it is covered. */
export interface PlanCoverage {
	readonly campaign: string;
	readonly event: string;
	readonly band: string | null;
	readonly epoch: number;
	/** The map: notice and name. */
	readonly notice_id: string;
	readonly map: string;
	readonly map_known_at: Instant;
	readonly wanted: number;
	/** Covered by what was executed before the basis. */
	readonly before: number;
	/** Covered by that and the plan. */
	readonly planned: number;
}

/** One fact that a plan was made from. */
export interface Ground {
	readonly what: 'campaign' | 'facility' | 'map' | 'event' | 'class' | 'pointings';
	readonly name: string;
	/** Its version or digest at the basis. */
	readonly version: string;
	/** In words: `revision 2`, `bayestar.fits.gz of 17:54`. */
	readonly told: string;
}

/** All of a plan: a packet of the archive. */
export interface PlanDocument {
	readonly lookback_plan: 1;
	readonly plan: string;
	/** The first answer of the same search, which this one betters; null of every other plan. */
	readonly improves: string | null;
	readonly campaigns: readonly string[];
	readonly audience: string;
	readonly basis_known_at: Instant;
	readonly basis_batch: string;
	/** When facilities were asked about, where it is another moment. */
	readonly facilities_known_at: Instant;
	readonly facilities_batch: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	readonly slot_sec: number;
	readonly software: string;
	readonly environment: PlannerEnvironment;
	readonly options: PlanOptions;
	readonly rests_on: readonly Ground[];
	/** Digests of the problem that was solved; null of a plan made before they were kept. */
	readonly problem: ProblemDigests | null;
	readonly objective: number;
	readonly bound: number;
	readonly gap: number;
	/** What had to be taken for figures that nobody tells, and what a reader should know, in sentences. */
	readonly remarks: readonly string[];
	readonly blocks: readonly PlanBlock[];
	readonly left_out: readonly PlanLeftOut[];
	readonly coverage: readonly PlanCoverage[];
}

export interface PlanOptions {
	/** Seconds that the search had, or its steps: then the same inputs give the same plan. */
	readonly seconds: number | null;
	readonly iterations: number | null;
	readonly gap: number;
	readonly seed: number;
}
