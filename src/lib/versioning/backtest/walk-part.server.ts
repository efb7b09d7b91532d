import { tellingsOfObjects, type PlacedObject } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { assertGiven } from '../inputs/index.server.ts';
import { openSession } from '../runtime/index.server.ts';
import type { Call, Code, Environment, Setting } from '../runtime/evaluation.ts';
import { changesOf, itemsAt, type Walked, type WalkedItem } from './items.server.ts';
import { leaksIn, leaksOf } from './leaks.ts';
import { factsOf } from './object-facts.ts';
import { LeakTally, type PartResult, type Selection } from './part.ts';
import type { Sight } from './sight.ts';
import type { Step } from './steps.ts';
import { cutView, knownView, type Shown, type View } from './view.ts';

/** All that a part of a walk needs beside its objects. */
export interface Walk {
	readonly database: Database;
	readonly code: Code;
	readonly setting: Setting;
	readonly walked: Walked;
	readonly from: Instant;
	readonly to: Instant;
	readonly batch: bigint;
	/** Collections of which the audience may see something at some time. */
	readonly collections: readonly string[];
	readonly sight: Sight;
	readonly step: Step;
	/** Subjects with a label: which of them were walked is told. */
	readonly labelled: ReadonlySet<string>;
	readonly signal: AbortSignal;
	/** Told of evaluations as they are done, and of the share of the part that is done with them. */
	readonly onProgress: (evaluations: number, objects: number) => void;
}

/**
 * Walks some objects through knowledge time, each as it was known and by the cut at epochs. Their tellings are read once.
 * The two walks have sessions of their own, and each goes forward in time: what an analysis should keep from call to
 * call against the rules is never of the future.
 */
export async function walkPart(walk: Walk, objects: readonly PlacedObject[]): Promise<PartResult> {
	const { database, collections, batch, from, to } = walk;
	const tellings = await tellingsOfObjects(database, objects, { knownAt: to, batch, collections });
	const facts = tellings.map((one) => factsOf(one, walk.sight));
	const tally = new LeakTally();
	for (const object of facts) for (const leak of leaksOf(object, from, to)) tally.add(leak);
	const known = await evaluate(walk, facts.map(knownView));
	const cutViews = facts.map((object) => cutView(object, from, to));
	const cut = await evaluate(walk, cutViews);
	const bySubject = new Map(cutViews.map((view) => [view.object.subject, view]));
	const seen = new Map(known.selections.map((one) => [one.subject, one]));
	const because = cut.selections.flatMap((one) => {
		const view = bySubject.get(one.of);
		const isEarlier = (seen.get(one.subject)?.selected_at ?? Infinity) > one.selected_at;
		return view && isEarlier ? [{ subject: one.subject, kinds: leaksIn(view, one.selected_at, to) }] : [];
	});
	return {
		objects: objects.length,
		evaluations: known.evaluations,
		cut_evaluations: cut.evaluations,
		selections: known.selections,
		cut_selections: cut.selections,
		because,
		labelled: known.walked.filter((subject) => walk.labelled.has(subject)),
		leaks: tally.kinds,
		environment: known.environment
	};
}

interface Evaluated {
	readonly evaluations: number;
	readonly selections: Selection[];
	/** Objects that were evaluated. */
	readonly walked: string[];
	readonly environment: Environment;
}

interface Asked extends Pick<WalkedItem, 'key' | 'firstAlertAt'> {
	readonly at: Instant;
	readonly subject: string;
}

/** Calls under way, and how many objects' worth of the part was asked: the two walks of it count half each. */
interface Turns {
	readonly queue: Asked[];
	done: number;
}

async function evaluate(walk: Walk, views: readonly View[]): Promise<Evaluated> {
	const asked: Turns = { queue: [], done: 0 };
	let told = 0;
	const selections = new Map<string, Selection>();
	const walked = new Set<string>();
	let evaluations = 0;
	const session = await openSession(walk.code, walk.setting);
	try {
		for await (const { outputs } of session.evaluate(calls(walk, views, asked))) {
			const { at, subject, key, firstAlertAt } = asked.queue.shift()!;
			assertGiven(walk.code, key, outputs, (one) => one === subject || one === key);
			evaluations++;
			walked.add(subject);
			walk.onProgress(1, asked.done - told);
			told = asked.done;
			for (const output of outputs) {
				if (!('select' in output) || selections.has(output.select)) continue;
				selections.set(output.select, {
					subject: output.select,
					of: subject,
					item: key,
					selected_at: at,
					first_alert_at: firstAlertAt,
					latency_sec: firstAlertAt === null ? null : Math.round((at - firstAlertAt) / 1e6),
					reason: output.reason ?? null,
					score: output.score ?? null
				});
			}
		}
		walk.onProgress(0, views.length / 2 - told);
		return {
			evaluations,
			selections: [...selections.values()],
			walked: [...walked],
			environment: session.environment
		};
	} finally {
		await session.close();
	}
}

/** What an analysis is asked: at each step the items that are not the same as when it was last asked of them. */
function* calls(walk: Walk, views: readonly View[], asked: Turns): Generator<Call> {
	const last = new Map<string, readonly Shown[]>();
	const turns = turnsOf(walk, views);
	for (const [index, { at, view }] of turns.entries()) {
		asked.done = ((index / turns.length) * views.length) / 2;
		for (const { key, rows, text, firstAlertAt } of itemsAt(view, at, walk.walked)) {
			const before = last.get(key);
			if (before?.length === rows.length && rows.every((row, place) => row === before[place])) continue;
			walk.signal.throwIfAborted();
			last.set(key, rows);
			asked.queue.push({ key, at, subject: view.object.subject, firstAlertAt });
			yield { key, known: formatInstant(at), item: null, text: text() };
		}
	}
}

interface Turn {
	readonly at: Instant;
	readonly view: View;
}

/** Which object may be another at which step; in time, and of one moment by subject. */
function turnsOf({ walked, step }: Walk, views: readonly View[]): Turn[] {
	const turns = views.flatMap((view) => {
		const steps = new Set(
			changesOf(view, walked)
				.map(step)
				.filter((at) => at !== null)
		);
		return [...steps].map((at) => ({ at, view }));
	});
	return turns.sort((a, b) => a.at - b.at || (a.view.object.subject < b.view.object.subject ? -1 : 1));
}
