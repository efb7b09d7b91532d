import { availableParallelism } from 'node:os';
import { everyone } from '#lib/access/audience.ts';
import { assertMay } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { counterfactualWords } from './counterfactual.ts';
import type { PlanDocument, PlanOptions } from './document.ts';
import { gatherFor, type Gathered, type PlanWish } from './gather.server.ts';
import { PlannerThread } from './planner.server.ts';
import { Rooms } from './rooms.server.ts';
import { plannerEnvironment, softwareVersion } from './software.ts';

export interface MadePlan {
	/** All of the plan but its name and what it improves upon, which it is given when it is recorded. */
	readonly document: Omit<PlanDocument, 'plan' | 'improves'>;
	readonly audience: string;
}

/** What a plan is to be made of, and from which facts. */
export interface Preparation {
	/** Who has it made. */
	readonly person: string;
	readonly wish: PlanWish;
	readonly gathered: Gathered;
}

/**
 * What a plan is made from, for who may make it: on what the audience of its campaigns could see at a basis, and nothing later.
 * @throws LookbackError `access/...`, `planner/bad-plan` and those of what it reads.
 */
export async function prepareFor(
	archive: { readonly database: Database; readonly store: RawStore },
	viewer: Viewer,
	wish: PlanWish
): Promise<Preparation> {
	const gathered = await gatherFor(archive, viewer, wish);
	assertMay(viewer, 'planner', gathered.audience === everyone ? archiveGroup : gathered.audience);
	return { person: viewer.name, wish, gathered };
}

/** Plans that are made, or made again, in this process while somebody waits: each keeps a core busy, whoever has left meanwhile. */
const rooms = new Rooms(2 * availableParallelism());
const longestMs = 600_000;

/**
 * Does some work with the problem of a plan, made in a thread of its own that ends with it, or after ten minutes.
 * @throws LookbackError `planner/too-many-searches` for more than two such threads for each core, `planner/too-many-of-yours` for more
 * than one for each core by one person, `planner/long-search`.
 */
export async function withPlanner<T>(
	{ person, gathered }: Pick<Preparation, 'person' | 'gathered'>,
	work: (planner: PlannerThread) => Promise<T>,
	mostMs = longestMs
): Promise<T> {
	const room = rooms.take(person, null);
	const late = Promise.withResolvers<never>();
	let timer: NodeJS.Timeout | undefined;
	let planner: PlannerThread | null = null;
	try {
		planner = await PlannerThread.prepared(gathered);
		timer = setTimeout(() => late.reject(tooLong(mostMs)), mostMs);
		return await Promise.race([work(planner), late.promise]);
	} finally {
		clearTimeout(timer);
		rooms.leave(room);
		await planner?.close();
	}
}

function tooLong(mostMs: number): LookbackError {
	return new LookbackError(
		'unavailable',
		'planner/long-search',
		`The plan took longer than ${mostMs / 1000} s, and was given up; ask for fewer steps, or for seconds in place of steps.`
	);
}

/**
 * The plan that a search with these options finds: each block has a telescope, a time and a purpose, and what is left out has
 * a reason. Ended by `signal`, it is the best so far; with `iterations` it is the same every time.
 */
export async function searchFor(
	planner: PlannerThread,
	{ wish, gathered }: Preparation,
	options: PlanOptions,
	signal?: AbortSignal
): Promise<MadePlan> {
	const { audience, basis, facilitiesBasis, campaigns, grounds } = gathered;
	const { slot_sec, remarks, ...searched } = await planner.search(options, signal);
	const times = {
		...{ basis_known_at: basis.knownAt, facilities_known_at: facilitiesBasis.knownAt },
		...{ from_at: wish.from, to_at: wish.to }
	};
	const counterfactual = counterfactualWords(times);
	return {
		audience,
		document: {
			lookback_plan: 1,
			campaigns: campaigns.map(({ campaign }) => campaign),
			audience,
			...times,
			basis_batch: String(basis.batch),
			facilities_batch: String(facilitiesBasis.batch),
			slot_sec,
			software: softwareVersion,
			environment: plannerEnvironment(),
			options,
			rests_on: grounds,
			remarks: counterfactual === null ? remarks : [counterfactual, ...remarks],
			...searched
		}
	};
}

/** The plan that a search finds as its wish has it. */
export function makePlan(preparation: Preparation): Promise<MadePlan> {
	return withPlanner(preparation, (planner) => searchFor(planner, preparation, preparation.wish.options));
}
