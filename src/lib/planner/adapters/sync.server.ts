import type { Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import {
	blockHistory,
	change,
	listBlocks,
	type Act,
	type Block,
	type BookingArchive
} from '../bookings/index.server.ts';
import { scheduleCollection } from '../audience.ts';
import { presentOf } from '../bookings/propose.server.ts';
import { actsToward, isOpen, keyOf, type Adapter, type RemoteStatus } from './adapter.ts';

/** What came of a look at the system of a facility. */
export interface SyncReport {
	submitted: number;
	cancelled: number;
	/** Changes of blocks, by act. */
	readonly changed: Map<Act, number>;
	/** What could not be done, in sentences; the next look tries again. */
	readonly problems: string[];
	/** Whether the system answered; a look ends where it does not. */
	answered: boolean;
}

/** Blocks that ended so long ago are asked about no more. */
const lookBackDays = 7;
const pageRows = 1000;

/**
 * Submits blocks that are proposed to an adapter's facilities, takes what their system says of them as changes with the adapter
 * as actor, and cancels there what was withdrawn or moved. A block with trouble is told and passed over; where the system
 * cannot be reached, the others would wait for it in vain, and the look is over.
 */
export async function syncAdapter(
	archive: BookingArchive,
	adapter: Adapter,
	viewer: Viewer,
	clock: () => Instant,
	signal?: AbortSignal
): Promise<SyncReport> {
	const report: SyncReport = {
		...{ submitted: 0, cancelled: 0, changed: new Map(), problems: [], answered: true }
	};
	const by = () => ({ viewer, actor: adapter.name, now: clock() });
	for (const facility of adapter.facilities)
		for (const block of await blocksAt(archive, facility, by())) {
			if (signal?.aborted) return report;
			try {
				await syncBlock(archive, adapter, block, by, report);
			} catch (error) {
				if (!(error instanceof LookbackError)) throw error;
				report.answered = error.code !== 'planner/facility-unreachable';
				report.problems.push(report.answered ? `${block.block}: ${error.message}` : error.message);
				if (!report.answered) return report;
			}
		}
	return report;
}

type By = () => { readonly viewer: Viewer; readonly actor: string; readonly now: Instant };

async function blocksAt(archive: BookingArchive, facility: string, by: ReturnType<By>): Promise<Block[]> {
	const question = await presentOf(archive.database, by);
	const from = (by.now - lookBackDays * 8.64e10) as Instant;
	const blocks: Block[] = [];
	for (;;) {
		const last = blocks.at(-1);
		const page = await listBlocks(question, {
			facility,
			states: ['proposed', 'accepted', 'withdrawn'],
			from,
			after: last ? { from: last.from_at, block: last.block } : null,
			limit: pageRows
		});
		blocks.push(...page);
		if (page.length < pageRows) return blocks;
	}
}

async function syncBlock(
	archive: BookingArchive,
	adapter: Adapter,
	block: Block,
	by: By,
	report: SyncReport
): Promise<void> {
	await cancelEarlier(archive, adapter, block, by, report);
	const key = keyOf(block);
	const known = await adapter.status(key);
	if (block.state === 'withdrawn') {
		if (known && isOpen(known)) {
			await adapter.cancel(key);
			report.cancelled += 1;
		}
		return;
	}
	if (known) return follow(archive, block, known, by, report);
	if (block.state === 'accepted')
		throw new LookbackError(
			'conflict',
			'planner/facility-unaware',
			`It is accepted here, and ${adapter.name} knows nothing of it.`
		);
	// what is over cannot be observed any more; its owners withdraw it or its operators decline it
	if (block.to_at <= by().now) return;
	const answer = await adapter.submit(key, withoutPurpose(block));
	report.submitted += 1;
	await follow(archive, block, answer, by, report);
}

/** A block as everyone may know it: what it is for its owners alone know, and a facility's people are none of them. */
function withoutPurpose(block: Block): Block {
	if (block.collection === scheduleCollection) return block;
	return { ...block, campaign: null, plan: null, subject: null, label: null };
}

/** Requests at times that the block was moved away from. */
async function cancelEarlier(
	archive: BookingArchive,
	adapter: Adapter,
	block: Block,
	by: By,
	report: SyncReport
): Promise<void> {
	if (block.revision === 1) return;
	const history = await blockHistory(await presentOf(archive.database, by()), block.block);
	for (const key of new Set(history.map(keyOf))) {
		if (key === keyOf(block)) continue;
		const known = await adapter.status(key);
		if (!known || !isOpen(known)) continue;
		await adapter.cancel(key);
		report.cancelled += 1;
	}
}

async function follow(
	archive: BookingArchive,
	block: Block,
	{ state, reason, reasonKind, observed, depthMag }: RemoteStatus,
	by: By,
	report: SyncReport
): Promise<void> {
	let { revision } = block;
	for (const act of actsToward(block.state, state)) {
		const isGood = act === 'accept' || act === 'execute';
		const wish = {
			block: block.block,
			revision,
			act,
			reason: isGood ? null : reason,
			reasonKind: isGood ? null : (reasonKind ?? (reason === null ? ('other' as const) : null)),
			to: act === 'execute' ? observed : null,
			depthMag: act === 'execute' ? depthMag : null
		};
		const [changed] = await change(archive, [wish], by());
		revision = changed!.revision;
		report.changed.set(act, (report.changed.get(act) ?? 0) + 1);
	}
}
