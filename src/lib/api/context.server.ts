import { holdsUntil } from '#lib/access/rights.ts';
import { asSeenBy, viewerOf, type Credentials } from '#lib/access/viewer.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { BasisRequest } from '#lib/archive/basis.ts';
import { resolveBasis, type Question, type RawStore, type ResolvedBasis } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Seals } from '#lib/db/seals.server.ts';
import type { Searches } from '#lib/planner/plans/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { SoftwareStore } from '#lib/versioning/store/index.server.ts';

/** The archive of this process: its connections, its store of original bytes and that of analyses. */
export interface Archive {
	readonly database: Database;
	/** Connections for taking packets in, where these are apart from those for questions. */
	readonly intake?: Database;
	readonly store: RawStore;
	readonly software: SoftwareStore;
	/** What is sealed while followers wait for it, where somebody serves them. */
	readonly seals?: Seals;
	/** Searches that go on after a first plan, where the process lives long enough for them; elsewhere they are waited for. */
	readonly searches?: Searches;
}

/** A request, as far as its answer depends on it. Whatever is looked up is looked up once. */
export interface Context {
	readonly archive: Archive;
	/** When the request began: all of it happens at this moment. */
	readonly now: Instant;
	/** Whether a token or a session came with it: its answer is nobody else's. */
	readonly isAuthorised: boolean;
	viewer(): Promise<Viewer>;
	/** The question at the basis that is asked for; the same request gives the same question. */
	question(request: BasisRequest): Promise<Question>;
	/** The same for a look beside the answer, such as one for what comes next: the answer does not call it its basis. */
	aside(request: BasisRequest): Promise<Question>;
	/** The basis of each question, in order: what the answer rests on. */
	readonly bases: readonly ResolvedBasis[];
	/** Until when the same question has the same answer: `now` where it pins no basis, null where it holds for ever. */
	holdsUntil(): Instant | null;
	/** What the same credentials are worth at a later moment. */
	later(now: Instant): Context;
}

/** `archive` is asked only when an answer needs it. */
export function contextOf(archive: () => Archive, credentials: Credentials, now: Instant): Context {
	let viewer: Promise<Viewer> | undefined;
	const questions = new Map<string, Promise<Question>>();
	const bases: ResolvedBasis[] = [];
	/** Those looked at aside too: none of them may change while the answer is kept. */
	const resolved: ResolvedBasis[] = [];
	const openings: Instant[] = [];
	const context: Context = {
		get archive() {
			return archive();
		},
		now,
		isAuthorised:
			credentials.authorization !== null ||
			credentials.session !== null ||
			credentials.calendarOf !== undefined,
		viewer: () => (viewer ??= viewerOf(archive().database, credentials, now)),
		async question(request) {
			const question = await context.aside(request);
			bases.push(question.basis);
			return question;
		},
		aside(request) {
			const key = JSON.stringify([
				request.known,
				request.batch,
				request.basis,
				request.asRecorded,
				request.asSeenBy
			]);
			let question = questions.get(key);
			if (!question) questions.set(key, (question = ask(request)));
			return question;
		},
		bases,
		holdsUntil() {
			if (resolved.length === 0 || !resolved.every(({ pinned }) => pinned)) return now;
			return openings.length === 0 ? null : (Math.min(...openings) as Instant);
		},
		later: (then) => contextOf(archive, credentials, then)
	};
	async function ask(request: BasisRequest): Promise<Question> {
		const { database } = archive();
		const [basis, who] = await Promise.all([resolveBasis(database, request, now), context.viewer()]);
		resolved.push(basis);
		const until = holdsUntil(who, basis.knownAt, now);
		if (until !== null) openings.push(until);
		const viewer = request.asSeenBy ? await asSeenBy(database, who, request.asSeenBy, basis) : who;
		return { database, basis, viewer };
	}
	return context;
}
