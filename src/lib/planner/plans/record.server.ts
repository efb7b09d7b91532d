import { hash, randomBytes } from 'node:crypto';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { recordFacts, type RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { Instant } from '#lib/sky/time.ts';
import { campaignCollection } from '../audience.ts';
import { counterfactualWords } from './counterfactual.ts';
import type { PlanDocument } from './document.ts';
import type { MadePlan } from './make.server.ts';
import { encodePlan, planFormat } from './packet.ts';

/** A plan in numbers, for lists. */
export interface PlanSummary {
	readonly gap: number;
	/** The plan that this one betters; not there of plans made before any did. */
	readonly improves?: string | null;
	/** Why nobody could have made it when it was due; not there of plans made before lists said so. */
	readonly counterfactual?: string | null;
	readonly coverage: readonly {
		readonly event: string;
		readonly band: string | null;
		readonly epoch: number;
		readonly before: number;
		readonly planned: number;
	}[];
}

/**
 * Puts a plan on record, known when it is finished; every plan stays. The answer is its name.
 * @throws LookbackError `access/...`.
 */
export async function recordPlan(
	archive: { readonly database: Database; readonly store: RawStore },
	{ document: made, audience }: MadePlan,
	{
		viewer,
		actor,
		startedAt,
		finishedAt,
		improves = null
	}: {
		readonly viewer: Viewer;
		readonly actor: string;
		readonly startedAt: Instant;
		readonly finishedAt: Instant;
		readonly improves?: string | null;
	}
): Promise<string> {
	await assertMayPlan(archive.database, viewer, audience, finishedAt);
	const plan = `p${randomBytes(6).toString('hex')}`;
	const document: PlanDocument = { ...made, plan, improves };
	const collection = campaignCollection(audience);
	const summary: PlanSummary = {
		gap: document.gap,
		improves,
		counterfactual: counterfactualWords(document),
		coverage: document.coverage.map(({ event, band, epoch, before, planned }) => ({
			event,
			band,
			epoch,
			before,
			planned
		}))
	};
	const row = {
		plan,
		campaigns: [...document.campaigns],
		audience,
		basis_known_at: document.basis_known_at,
		basis_batch: BigInt(document.basis_batch),
		from_at: document.from_at,
		to_at: document.to_at,
		software: document.software,
		options: document.options,
		rests_on: document.rests_on,
		inputs_digest: inputsDigest(document),
		outputs_digest: outputsDigest(document),
		objective: document.objective,
		bound: document.bound,
		blocks: document.blocks.length,
		left_out: document.left_out.length,
		summary,
		started_at: startedAt,
		finished_at: finishedAt,
		actor,
		collection,
		known_at: finishedAt,
		known_from: 'received' as const,
		version: hash63(plan)
	};
	await recordFacts(
		archive,
		{ actor, kind: 'plan', note: `plan ${plan} for ${document.campaigns.join(', ')}`.slice(0, 200) },
		{ name: `${plan}.json`, format: planFormat, bytes: encodePlan(document), collection },
		(packet) => [{ relation: 'plan', row: { ...row, packet } }],
		finishedAt
	);
	return plan;
}

/** Planners of a group plan for it, administrators of the archive for everyone. @throws LookbackError `access/...`. */
export function assertMayPlan(
	database: Database,
	viewer: Viewer,
	audience: string,
	now: Instant
): Promise<void> {
	return assertMaySpeakFor(database, viewer, 'planner', audience, now);
}

/** SHA-256 over what the plan was made from, one fact a line. */
function inputsDigest({ rests_on }: PlanDocument): string {
	const lines = rests_on.map(({ what, name, version }) => `${what} ${name} ${version}\n`).sort();
	return hash('sha256', lines.join(''), 'hex');
}

/** SHA-256 over its blocks, a line of JSON each, by their order: two plans of the same blocks have the same. */
export function outputsDigest({ blocks }: Pick<PlanDocument, 'blocks'>): string {
	return hash('sha256', blocks.map((one) => `${JSON.stringify(one)}\n`).join(''), 'hex');
}
