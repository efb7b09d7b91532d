import { formatBasis, type Basis } from '#lib/archive/basis.ts';
import type { Question, RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { problemParts, type ProblemDigests } from '../schedule/problem-digest.ts';
import type { Ground, PlanBlock, PlanDocument, PlanLeftOut } from './document.ts';
import { gatherFor, type PlanWish } from './gather.server.ts';
import { withPlanner } from './make.server.ts';
import { readPlanDocument, type RecordedPlan } from './read.server.ts';
import { outputsDigest } from './record.server.ts';
import { isAsMuch, replayWords, type CarriedPlan, type FactThenNow, type PlanReplay } from './replay.ts';
import { plannerEnvironment, softwareVersion, type PlannerEnvironment } from './software.ts';

/**
 * Carries a plan out again, at its basis unless told otherwise, and compares: the problem made from what was known then, the
 * recorded blocks against it, and where its search was one of steps the blocks that it finds. `question` is that of whoever
 * asks, now. Nothing is recorded. @throws LookbackError those of making a plan.
 */
export async function replayPlan(
	archive: { readonly database: Database; readonly store: RawStore },
	question: Question,
	plan: RecordedPlan,
	{ at = null }: { readonly at?: Basis | null } = {}
): Promise<PlanReplay> {
	const document = await readPlanDocument(question, archive.store, plan);
	const { objective, software, slot_sec: slotSec, problem, options, blocks } = document;
	const searched = options.iterations !== null;
	const gathered = await gatherFor(archive, question.viewer, wishOf(document, at), {
		software,
		slotSec
	});
	const again = await withPlanner({ person: question.viewer.name, gathered }, (planner) =>
		planner.checkAgain(document)
	);
	const then: CarriedPlan = {
		basis: formatBasis(basisOf(document)),
		software,
		problem,
		outputs_digest: plan.outputs_digest,
		objective
	};
	const now: CarriedPlan = {
		basis: formatBasis(gathered.basis),
		software: softwareVersion,
		problem: again.problem,
		outputs_digest: outputsDigest(again),
		objective: again.objective
	};
	const environment = environmentsOtherwise(document.environment, plannerEnvironment());
	const differing = {
		facts: factsOtherwise(document.rests_on, gathered.grounds),
		parts: problem === null ? [] : partsOtherwise(problem, again.problem),
		faults: again.faults,
		blocks: blocksOtherwise(blocks, again.blocks),
		coverage: linesOtherwise(
			document.coverage.map((one) => ({
				...one,
				planned: one.planned.toFixed(6),
				before: one.before.toFixed(6)
			})),
			again.coverage.map((one) => ({
				...one,
				planned: one.planned.toFixed(6),
				before: one.before.toFixed(6)
			})),
			({ event, band, epoch, planned }) => `${event} in ${band}, epoch ${epoch}: ${planned}`
		),
		left_out: linesOtherwise(
			document.left_out.map(withoutReason),
			again.left_out.map(withoutReason),
			({ visit, why }) => `${visit} (${why})`
		)
	};
	const identical =
		problem !== null &&
		isAsMuch(objective, now.objective) &&
		Object.values(differing).every((list) => list.length === 0);
	const replay = { plan: plan.plan, then, now, identical, searched, environment, ...differing };
	const { visits, telescopes } = again;
	const words = replayWords(replay, { visits, telescopes, seconds: options.seconds });
	return { ...replay, words };
}

/** What was wished for when the plan was made, at its basis or another. */
function wishOf(document: PlanDocument, at: Basis | null): PlanWish {
	const { campaigns, from_at: from, to_at: to, options, rests_on } = document;
	const basis = basisOf(document);
	const facilities = { knownAt: document.facilities_known_at, batch: BigInt(document.facilities_batch) };
	const apart = facilities.knownAt !== basis.knownAt || facilities.batch !== basis.batch;
	return {
		campaigns,
		basis: at ?? basis,
		facilitiesBasis: apart ? facilities : null,
		facilities: rests_on.filter(({ what }) => what === 'facility').map(({ name }) => name),
		...{ from, to, options }
	};
}

function basisOf({ basis_known_at, basis_batch }: PlanDocument): Basis {
	return { knownAt: basis_known_at, batch: BigInt(basis_batch) };
}

function factsOtherwise(then: readonly Ground[], now: readonly Ground[]): FactThenNow[] {
	const nameOf = ({ what, name }: Ground) => `${what} ${name}`;
	const [before, after] = [then, now].map((list) => new Map(list.map((one) => [nameOf(one), one])));
	return [...new Set([...before!.keys(), ...after!.keys()])].flatMap((key): FactThenNow[] => {
		const [was, is] = [before!.get(key), after!.get(key)];
		if (was?.version === is?.version) return [];
		const { what, name } = (was ?? is)!;
		return [{ what, name, then: was?.told ?? null, now: is?.told ?? null }];
	});
}

function environmentsOtherwise(then: PlannerEnvironment, now: PlannerEnvironment) {
	return [...new Set([...Object.keys(then), ...Object.keys(now)])]
		.map((name) => ({ name, then: then[name] ?? null, now: now[name] ?? null }))
		.filter((one) => one.then !== one.now);
}

function partsOtherwise(then: ProblemDigests, now: ProblemDigests): string[] {
	const parts = Object.keys(problemParts) as (keyof typeof problemParts)[];
	return parts.filter((part) => then[part] !== now[part]).map((part) => problemParts[part]);
}

function blocksOtherwise(then: readonly PlanBlock[], now: readonly PlanBlock[]): PlanReplay['blocks'] {
	const only = (these: readonly PlanBlock[], others: readonly PlanBlock[]) => {
		const told = new Set(others.map((one) => JSON.stringify(one)));
		return these.filter((one) => !told.has(JSON.stringify(one)));
	};
	return [
		...only(then, now).map((block) => ({ change: 'missing' as const, block })),
		...only(now, then).map((block) => ({ change: 'added' as const, block }))
	];
}

/** The sentence follows from the rest, and sentences become better. */
/** What is left out, but for words that a planner of today may find better: why the sky is closed, and what would open it. */
function withoutReason({ reason: _, change, ...rest }: PlanLeftOut): Partial<PlanLeftOut> {
	return rest.why === 'closed' ? rest : { ...rest, change };
}

/** Rows of now that were not told so then, and those of then that are gone, in words. */
function linesOtherwise<Row>(
	then: readonly Row[],
	now: readonly Row[],
	inWords: (row: Row) => string
): string[] {
	const [before, after] = [then, now].map((list) => new Set(list.map((one) => JSON.stringify(one))));
	return [
		...now.filter((one) => !before!.has(JSON.stringify(one))).map(inWords),
		...then.filter((one) => !after!.has(JSON.stringify(one))).map((one) => `${inWords(one)} no more`)
	];
}
