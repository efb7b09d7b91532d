import { formatBasis } from '#lib/archive/basis.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { agent, type Relation, type Thing } from './model.ts';

/** A campaign in the revision in force. */
export interface CampaignRow {
	readonly campaign: string;
	readonly revision: number;
	readonly title: string;
	readonly state: string;
	readonly known_at: Instant;
}

export function campaignThing({ campaign, revision, title, state, known_at }: CampaignRow): Thing {
	return {
		id: `campaigns/${campaign}`,
		kind: 'entity',
		type: 'campaign',
		label: title,
		at: known_at,
		detail: { revision, state }
	};
}

export interface PlanRow {
	readonly plan: string;
	readonly campaigns: readonly string[];
	readonly audience: string;
	readonly software: string;
	readonly basis_known_at: Instant;
	readonly basis_batch: bigint;
	readonly inputs_digest: string;
	readonly outputs_digest: string;
	readonly started_at: Instant;
	readonly finished_at: Instant;
}

/** Columns of a `PlanRow`. */
export const planRow = [
	...['plan', 'campaigns', 'audience', 'software', 'basis_known_at', 'basis_batch'],
	...['inputs_digest', 'outputs_digest', 'started_at', 'finished_at']
];

/** A plan is a run of the planner. */
export function planThing(plan: PlanRow): Thing {
	return {
		id: `plans/${plan.plan}`,
		kind: 'activity',
		type: 'plan',
		label: `plan for ${plan.campaigns.join(', ')}`.slice(0, 80),
		at: plan.started_at,
		endedAt: plan.finished_at,
		detail: {
			basis: formatBasis({ knownAt: plan.basis_known_at, batch: plan.basis_batch }),
			audience: plan.audience,
			software: plan.software,
			inputs_digest: plan.inputs_digest,
			outputs_digest: plan.outputs_digest
		}
	};
}

export interface BlockRow {
	readonly block: string;
	readonly revision: number;
	readonly state: string;
	readonly facility: string;
	readonly instrument: string;
	readonly from_at: Instant;
	readonly label: string | null;
	readonly plan: string | null;
	readonly actor: string | null;
	readonly known_at: Instant;
}

/** Columns of a `BlockRow`. */
export const blockRow = [
	...['block', 'revision', 'state', 'facility', 'instrument', 'from_at', 'label', 'plan', 'actor', 'known_at']
];

export function blockThing({
	block,
	state,
	facility,
	instrument,
	from_at,
	label,
	known_at
}: BlockRow): Thing {
	return {
		id: `schedule/${block}`,
		kind: 'entity',
		type: 'block',
		label: `${label ?? 'block'}, ${instrument}`.slice(0, 80),
		at: known_at,
		detail: { facility, state, from: formatInstant(from_at) }
	};
}

/** What somebody did with a block, and who: what made the revision. */
export function actingOn({ block, revision, state, actor, known_at }: BlockRow): {
	things: Thing[];
	relations: Relation[];
} {
	const id = `schedule/${block}#${revision}`;
	const acting: Thing = { id, kind: 'activity', type: 'acting', label: state, at: known_at };
	const made: Relation = {
		type: revision === 1 ? 'wasGeneratedBy' : 'wasInfluencedBy',
		from: `schedule/${block}`,
		to: id
	};
	if (actor === null) return { things: [acting], relations: [made] };
	const who = agent(actor);
	return {
		things: [acting, who],
		relations: [made, { type: 'wasAssociatedWith', from: id, to: who.id }]
	};
}

export interface PointingRow {
	readonly facility: string;
	readonly pointing: string;
	readonly instrument: string;
	readonly is_executed: boolean;
	readonly from_at: Instant;
	readonly known_at: Instant;
}

/** Columns of a `PointingRow`. */
export const pointingRow = ['facility', 'pointing', 'instrument', 'is_executed', 'from_at', 'known_at'];

export function pointingThing(row: PointingRow): Thing {
	const { facility, pointing, instrument, is_executed, from_at, known_at } = row;
	return {
		id: `pointings/${facility}/${pointing}`,
		kind: 'entity',
		type: 'pointing',
		label: `pointing of ${instrument}`,
		at: known_at,
		detail: { state: is_executed ? 'executed' : 'planned', from: formatInstant(from_at) }
	};
}

/** A facility in its version in force. */
export interface FacilityRow {
	readonly facility: string;
	readonly name: string;
	readonly version: bigint;
	readonly known_at: Instant;
}

export function facilityThing({ facility, name, version, known_at }: FacilityRow): Thing {
	return {
		id: `facilities/${facility}`,
		kind: 'entity',
		type: 'facility',
		label: name,
		at: known_at,
		detail: { version: String(version) }
	};
}
