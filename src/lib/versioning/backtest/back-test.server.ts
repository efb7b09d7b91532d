import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import {
	momentsOfBatches,
	newestBatch,
	objectsInReach,
	type PlacedObject,
	type Question,
	questionFor
} from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { parametersOf, readInputs } from '../inputs/index.server.ts';
import type { Parameters } from '../manifest.ts';
import type { Code } from '../runtime/evaluation.ts';
import { checkOut, type SoftwareStore } from '../store/index.server.ts';
import { Checkpoint, type Beginning } from './checkpoint.server.ts';
import { documentOf, type Asked, type BackTestDocument } from './document.ts';
import { readLabels, type Labels } from './labels.server.ts';
import { openingsOf } from './openings.server.ts';
import type { PartResult } from './part.ts';
import { changingSight } from './sight.ts';
import { parseEvery, stepsOf } from './steps.ts';
import { walkedInput } from './walked.server.ts';
import { walkPart, type Walk } from './walk-part.server.ts';

/** Objects of a part: few enough for a part's tellings to be in memory, enough for its sessions to be worth their start. */
const objectsPerPart = 1000;

/** What somebody wants to know. */
export interface Wish {
	readonly name: string;
	readonly commit: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly audience: string;
	readonly from: Instant;
	readonly to: Instant;
	readonly every: string;
	readonly survey: string | null;
	readonly label: string | null;
	/** As known when the labels are; at the end of the walk unless given. */
	readonly labelKnownAt: Instant | null;
	/** Runs a command that no sandbox can hold. */
	readonly trusted: boolean;
}

/** Where a back-test is carried out, and who hears of it. */
export interface Place {
	readonly database: Database;
	readonly software: SoftwareStore;
	/** Folder for what is done of it, should it be interrupted. */
	readonly dataDir: string;
	readonly viewer: Viewer;
	readonly now: Instant;
	readonly signal: AbortSignal;
	/** Objects walked of all, and evaluations so far. */
	readonly onProgress: (objects: number, total: number, evaluations: number) => void;
	/** Sessions at a time; as many as there are cores unless given. */
	readonly sessions?: number;
	/** Objects that are walked together; for tests. */
	readonly objectsPerPart?: number;
}

/** A back-test that was carried out to its end. */
export interface BackTest {
	/** 16 hexadecimal digits, made of all that determines the result. */
	readonly id: string;
	readonly startedAt: Instant;
	readonly document: BackTestDocument;
	/** Forgets what was kept of it: it is on record. */
	forget(): void;
}

/**
 * Walks an analysis through knowledge time. Interrupted by the signal it keeps what is done; the same wish goes on there,
 * as of the batch it began with, and comes to the same bytes.
 * @throws LookbackError `versioning/not-walkable`, `versioning/bad-span`, `versioning/bad-step`, `versioning/bad-label`, and
 * what parameters, audience and the analysis itself may be refused for; the signal's reason.
 */
export async function carryOutBackTest(place: Place, wish: Wish): Promise<BackTest> {
	const { database, now, software, viewer } = place;
	await assertMaySpeakFor(database, viewer, 'contributor', wish.audience, now);
	assertSpan(wish, now);
	const every = parseEvery(wish.every);
	const { code, release } = await checkOut(software, wish.name, wish.commit);
	try {
		const parameters = parametersOf(code.manifest, wish.parameters);
		const walked = walkedInput(code.manifest, parameters);
		const size = place.objectsPerPart ?? objectsPerPart;
		const key = digest([{ ...wish, parameters }, size]).slice(0, 32);
		const checkpoint = new Checkpoint(place.dataDir, key);
		const newest = (await newestBatch(database)).batch;
		const begun = checkpoint.read();
		const labelsBy = (batch: bigint) => labelsOf(place, wish, batch);
		const labelsThen = begun && (await labelsBy(BigInt(begun.beginning.batch)));
		// a file of labels may be another by now
		const left = begun?.beginning.labels === digestOfLabels(labelsThen) ? begun : null;
		const batch = left ? BigInt(left.beginning.batch) : newest;
		const labels = left ? labelsThen : await labelsBy(batch);
		const question = await questionFor(database, viewer, wish.audience, { knownAt: wish.to, batch });
		const openings = await openingsOf(database, batch, wish.audience);
		const bound = { knownAt: wish.to, batch, collections: [...openings.keys()] };
		const subject = nameIn(walked.subject);
		const survey = agreed(wish.survey, walked.survey, subject?.survey ?? null);
		const objects =
			survey === false
				? []
				: await objectsInReach(database, bound, {
						survey,
						region: walked.region,
						name: subject?.objectId ?? null
					});
		const parts = Array.from({ length: Math.ceil(objects.length / size) }, (_, index) =>
			objects.slice(index * size, (index + 1) * size)
		);
		const done = left?.parts ?? new Map<number, PartResult>();
		const beginning: Beginning = left?.beginning ?? {
			batch: String(batch),
			started_at: now,
			labels: digestOfLabels(labels)
		};
		checkpoint.begin(beginning, done);
		const progress = progressOf(place, parts, done);
		const walk: Walk = {
			database,
			code,
			setting: {
				seed: digest([wish.commit, parameters]).slice(0, 16),
				parameters,
				inputs: await wholeInputs(question, code, parameters),
				trusted: wish.trusted
			},
			walked,
			from: wish.from,
			to: wish.to,
			batch,
			collections: bound.collections,
			sight: changingSight(openings),
			step: stepsOf(
				every,
				wish.from,
				wish.to,
				every === 'batch' ? await momentsOfBatches(database, bound, wish.from) : []
			),
			labelled: new Set(labels?.of.keys()),
			signal: place.signal,
			onProgress: progress
		};
		await walkAll(walk, parts, done, checkpoint, place.sessions ?? availableParallelism());
		const asked: Asked = {
			analysis: wish.name,
			commit: wish.commit,
			parameters,
			audience: wish.audience,
			from_at: wish.from,
			to_at: wish.to,
			every: wish.every,
			basis_batch: String(batch),
			survey: wish.survey,
			label: labels?.text ?? null,
			label_known_at: labels ? (wish.labelKnownAt ?? wish.to) : null
		};
		const results = parts.map((_, index) => done.get(index)!);
		const id = digest([asked, digestOfLabels(labels)]).slice(0, 16);
		return {
			id,
			startedAt: beginning.started_at,
			document: documentOf(asked, results, labels),
			forget: () => checkpoint.end()
		};
	} finally {
		await release();
	}
}

/** Walks the parts that are not done, so many at a time; what one of them is refused for stops the others. */
async function walkAll(
	walk: Walk,
	parts: readonly (readonly PlacedObject[])[],
	done: Map<number, PartResult>,
	checkpoint: Checkpoint,
	sessions: number
): Promise<void> {
	const stop = new AbortController();
	const signal = AbortSignal.any([walk.signal, stop.signal]);
	const waiting = [...parts.keys()].filter((part) => !done.has(part));
	const work = async () => {
		for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
			signal.throwIfAborted();
			const result = await walkPart({ ...walk, signal }, parts[part]!);
			done.set(part, result);
			checkpoint.add(part, result);
		}
	};
	const all = Array.from({ length: Math.min(sessions, waiting.length) }, () =>
		work().catch((error: unknown) => {
			stop.abort(error);
			throw error;
		})
	);
	const failed = (await Promise.allSettled(all)).find((one) => one.status === 'rejected');
	walk.signal.throwIfAborted();
	if (failed) throw stop.signal.reason;
}

function progressOf(
	place: Place,
	parts: readonly (readonly PlacedObject[])[],
	done: ReadonlyMap<number, PartResult>
): Walk['onProgress'] {
	const total = parts.reduce((sum, part) => sum + part.length, 0);
	let walked = [...done.values()].reduce((sum, { objects }) => sum + objects, 0);
	let evaluated = 0;
	return (evaluations, objects) => {
		evaluated += evaluations;
		walked += objects;
		place.onProgress(walked, total, evaluated);
	};
}

async function labelsOf({ database, viewer }: Place, wish: Wish, batch: bigint): Promise<Labels | null> {
	if (wish.label === null) return null;
	return readLabels(
		await questionFor(database, viewer, wish.audience, { knownAt: wish.labelKnownAt ?? wish.to, batch }),
		wish.label
	);
}

/** The inputs beside the one that is walked: catalogues, which are the same at every step. */
async function wholeInputs(question: Question, code: Code, parameters: Parameters) {
	const { each, inputs, ...manifest } = code.manifest;
	const others = Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== each));
	const { whole } = await readInputs(
		question,
		{ ...code, manifest: { ...manifest, inputs: others } },
		parameters
	);
	return Object.fromEntries(
		Object.entries(whole).map(([name, items]) => [name, items.map(({ value }) => value)])
	);
}

function nameIn(subject: string | null): { readonly survey: string; readonly objectId: string } | null {
	const [, survey, objectId] = /^objects\/([^/]+)\/(.+)$/.exec(subject ?? '') ?? [];
	return survey && objectId ? { survey, objectId } : null;
}

/** The one survey that all name, null where none does, false where they differ. */
function agreed(...surveys: (string | null)[]): string | null | false {
	const named = new Set(surveys.filter((one) => one !== null));
	return named.size > 1 ? false : ([...named][0] ?? null);
}

function assertSpan({ from, to }: Wish, now: Instant): void {
	if (from < to && to <= now) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-span',
		`A back-test goes from an earlier moment to a later one that is past; got from ${formatInstant(from)} to ${formatInstant(to)}.`,
		{ from, to }
	);
}

function digestOfLabels(labels: Labels | null): string {
	return digest(labels && [labels.text, [...labels.of]]);
}

function digest(value: unknown): string {
	return hash('sha256', JSON.stringify(value));
}
