import { asOf, visible, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { readBackTest } from '../backtest/index.server.ts';
import { readDecision } from '../decisions/index.server.ts';
import { readRun, readRunDocument, type Run } from '../runs/index.server.ts';
import { resolveCommit } from '../store/index.server.ts';
import { agent, others, type Provenance, type Relation, type Thing } from './model.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';
import { mostBeside, packetsNamed, unknown } from './told-things.server.ts';

/** A run: what it read and by which version; what it said, and what was decided on it. */
export async function ofRun(question: Question, store: RawStore, id: string): Promise<Provenance> {
	const { sql } = question.database;
	const run = await readRun(question, id);
	const thing = runThing(run);
	const document = await readRunDocument(question, store, run);
	const inputs = document.inputs
		.map(({ key }) => key)
		.filter((key) => /^(objects|events|alerts)\/[^?#]+$/.test(key));
	const read = [...new Set(inputs)];
	const used = read.slice(0, mostBeside).map(mentioned);
	const left = read.length > mostBeside ? [others(thing.id, read.length - mostBeside, 'inputs')] : [];
	const [statements, decisions] = await Promise.all([
		sql<StatementRow[]>`
			select batch, fact, subject, property, agent, value_text, value_number, known_at
			from statement
			where batch = ${run.batch} and detail->>'run' = ${run.run} and ${visible(question)}
			order by fact limit ${mostBeside}`,
		sql<{ decision: string; action: string; actor: string; known_at: Instant }[]>`
			select decision, action, actor, known_at
			from ${asOf(question, 'decision')} d
			where ${run.run}::text = any(d.runs)
			order by known_at, decision limit ${mostBeside}`
	]);
	const said = statements.map(statementThing);
	const own = decisions.filter(({ actor }) => isAnalysis(actor)).map(decisionThing);
	const deciding = decisions.filter(({ actor }) => !isAnalysis(actor)).map(decidingThing);
	const software = softwareMention(run.analysis, run.commit);
	const who = agent(run.actor);
	return {
		things: [thing, software, who, ...used, ...left, ...said, ...own, ...deciding],
		relations: [
			{ type: 'wasAssociatedWith', from: thing.id, to: who.id, plan: software.id },
			...[software, ...used, ...left].map(({ id: to }): Relation => ({ type: 'used', from: thing.id, to })),
			...[...said, ...own].map(({ id: from }): Relation => ({ type: 'wasGeneratedBy', from, to: thing.id })),
			...deciding.map(({ id: from }): Relation => ({ type: 'wasInformedBy', from, to: thing.id }))
		]
	};
}

/** A decision: who made it, on what was known of its subject and on which runs; and which other one it replaces. */
export async function ofDecision(question: Question, id: string): Promise<Provenance> {
	const decision = await readDecision(question, id);
	const thing = decisionThing(decision);
	const subject = mentioned(decision.subject);
	const who = agent(decision.actor);
	const runs = (await runsNamed(question, decision.runs)).map(runThing);
	const before = await decisionsNamed(question, [decision.supersedes, decision.superseded_by]);
	const revisions = before.map((other): Relation => {
		const isLater = other.id === `decisions/${decision.superseded_by}`;
		const [from, to] = isLater ? [other.id, thing.id] : [thing.id, other.id];
		return { type: 'wasDerivedFrom', from, to, isRevision: true };
	});
	const attributed: Relation = { type: 'wasAttributedTo', from: thing.id, to: who.id };
	if (isAnalysis(decision.actor))
		return {
			things: [thing, who, subject, ...runs, ...before],
			relations: [
				attributed,
				{ type: 'wasInfluencedBy', from: thing.id, to: subject.id },
				...runs.map(({ id: to }): Relation => ({ type: 'wasGeneratedBy', from: thing.id, to })),
				...revisions
			]
		};
	const deciding = {
		...decidingThing(decision),
		detail: { basis: formatBasis({ knownAt: decision.basis_known_at, batch: decision.basis_batch }) }
	};
	return {
		things: [thing, deciding, who, subject, ...runs, ...before],
		relations: [
			{ type: 'wasGeneratedBy', from: thing.id, to: deciding.id },
			attributed,
			{ type: 'wasAssociatedWith', from: deciding.id, to: who.id },
			{ type: 'used', from: deciding.id, to: subject.id },
			...runs.map(({ id: to }): Relation => ({ type: 'wasInformedBy', from: deciding.id, to })),
			...revisions
		]
	};
}

/** A version of an analysis: its author and the versions before it; runs and back-tests of it. */
export async function ofSoftware(question: Question, text: string): Promise<Provenance> {
	const { sql } = question.database;
	const { name, commit } = await resolveCommit(question, text);
	const [row] = await sql<
		{ parents: string[]; author: string; message: string; known_at: Instant; tree: string }[]
	>`
		select parents, author, message, tree, known_at
		from ${asOf(question, 'software')} s where s.name = ${name} and s.commit = ${commit}`;
	if (!row) throw unknown(`software/${text}`);
	const thing: Thing = {
		...softwareMention(name, commit),
		at: row.known_at,
		detail: {
			swhid: `swh:1:rev:${commit}`,
			tree: `swh:1:dir:${row.tree}`,
			message: row.message.split('\n')[0]!
		}
	};
	const [parents, children, runs, tests] = await Promise.all([
		sql<{ commit: string }[]>`
			select commit from ${asOf(question, 'software')} s
			where s.name = ${name} and s.commit = any(${row.parents}::text[]) order by commit`,
		sql<{ commit: string }[]>`
			select commit from ${asOf(question, 'software')} s
			where s.name = ${name} and ${commit}::text = any(s.parents) order by commit limit ${mostBeside}`,
		sql<Run[]>`
			select * from ${asOf(question, 'run')} r
			where r.analysis = ${name} and r.commit = ${commit} order by known_at desc, run desc limit ${mostBeside}`,
		sql<BackTestRow[]>`
			select backtest, analysis, commit, started_at, finished_at from ${asOf(question, 'backtest')} b
			where b.analysis = ${name} and b.commit = ${commit} order by known_at desc, backtest desc limit ${mostBeside}`
	]);
	const author = agent(row.author);
	const before = parents.map((one) => softwareMention(name, one.commit));
	const after = children.map((one) => softwareMention(name, one.commit));
	const users = [...runs.map(runThing), ...tests.map(backTestThing)];
	return {
		things: [thing, author, ...before, ...after, ...users],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: author.id },
			...before.map(({ id }): Relation => ({
				type: 'wasDerivedFrom',
				from: thing.id,
				to: id,
				isRevision: true
			})),
			...after.map(({ id }): Relation => ({
				type: 'wasDerivedFrom',
				from: id,
				to: thing.id,
				isRevision: true
			})),
			...users.map(({ id }): Relation => ({ type: 'used', from: id, to: thing.id }))
		]
	};
}

/** A back-test: the version that was walked, who walked it, and its document. */
export async function ofBackTest(question: Question, id: string): Promise<Provenance> {
	const test = await readBackTest(question, id);
	const thing = backTestThing(test);
	const software = softwareMention(test.analysis, test.commit);
	const who = agent(test.actor);
	const document: Thing = {
		id: `${thing.id}#document`,
		kind: 'entity',
		type: 'document',
		label: 'selections and report of leaks',
		at: test.known_at,
		detail: { selected: test.selected, leaked: test.leaked }
	};
	const packets = await packetsNamed(question, [test.packet]);
	return {
		things: [thing, software, who, document, ...packets],
		relations: [
			{ type: 'wasAssociatedWith', from: thing.id, to: who.id, plan: software.id },
			{ type: 'used', from: thing.id, to: software.id },
			{ type: 'wasGeneratedBy', from: document.id, to: thing.id },
			...packets.map(({ id: to }): Relation => ({ type: 'wasDerivedFrom', from: to, to: document.id }))
		]
	};
}

/** A statement, by its place in the ledger: who said it about what, in which run or packet. */
export async function ofStatement(question: Question, batch: bigint, fact: number): Promise<Provenance> {
	const { sql } = question.database;
	const [row] = await sql<
		(StatementRow & { run: string | null; packet: bigint | null; software: string | null })[]
	>`
		select batch, fact, subject, property, agent, value_text, value_number, known_at, detail->>'run' as run, packet, software
		from statement
		where batch = ${batch} and fact = ${fact} and ${visible(question)}`;
	if (!row) throw unknown(`statements/${batch}/${fact}`);
	const thing = statementThing(row);
	const who = agent(row.agent);
	const subject = mentioned(row.subject);
	const [runs, packets] = await Promise.all([
		runsNamed(question, isAnalysis(row.agent) && row.run !== null ? [row.run] : []),
		packetsNamed(question, [row.packet])
	]);
	return {
		things: [
			{ ...thing, detail: { ...thing.detail, software: row.software } },
			who,
			subject,
			...runs.map(runThing),
			...packets
		],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: who.id },
			{ type: 'wasInfluencedBy', from: thing.id, to: subject.id },
			...runs.map(({ run }): Relation => ({ type: 'wasGeneratedBy', from: thing.id, to: `runs/${run}` })),
			...packets.map(({ id }): Relation => ({ type: 'wasDerivedFrom', from: thing.id, to: id }))
		]
	};
}

function runsNamed(question: Question, names: readonly string[]): Promise<Run[]> {
	const { sql } = question.database;
	return sql<Run[]>`
		select * from ${asOf(question, 'run')} r
		where r.run = any(${[...names]}::text[]) order by run`;
}

async function decisionsNamed(question: Question, names: readonly (string | null)[]): Promise<Thing[]> {
	const { sql } = question.database;
	const rows = await sql<DecisionRow[]>`
		select decision, action, known_at from ${asOf(question, 'decision')} d
		where d.decision = any(${names.filter((one) => one !== null)}::text[]) order by decision`;
	return rows.map(decisionThing);
}

/** What analyses say and decide is in the name of `lookback/<analysis>`. */
function isAnalysis(actor: string): boolean {
	return actor.startsWith('lookback/');
}

const kinds: Readonly<Record<string, Thing['type']>> = {
	objects: 'object',
	events: 'event',
	alerts: 'alert'
};

/** A thing that another names. */
function mentioned(id: string): Thing {
	const [kind = '', ...name] = id.split('/');
	const type = kinds[kind] ?? 'others';
	return { id, kind: 'entity', type, label: name.at(-1) ?? id, at: null };
}

function softwareMention(name: string, commit: string): Thing {
	return {
		id: `software/${name}@${commit}`,
		kind: 'entity',
		type: 'software',
		label: `${name}@${commit.slice(0, 12)}`,
		at: null
	};
}

function runThing(run: Run): Thing {
	return {
		id: `runs/${run.run}`,
		kind: 'activity',
		type: 'run',
		label: `run of ${run.analysis}`,
		at: run.started_at,
		endedAt: run.finished_at,
		detail: {
			basis: formatBasis({ knownAt: run.basis_known_at, batch: run.basis_batch }),
			audience: run.audience,
			inputs_digest: run.inputs_digest,
			outputs_digest: run.outputs_digest,
			status: run.status
		}
	};
}

interface DecisionRow {
	readonly decision: string;
	readonly action: string;
	readonly known_at: Instant;
}

function decisionThing({ decision, action, known_at }: DecisionRow): Thing {
	return { id: `decisions/${decision}`, kind: 'entity', type: 'decision', label: action, at: known_at };
}

function decidingThing({ decision, action, known_at }: DecisionRow): Thing {
	return {
		id: `decisions/${decision}#deciding`,
		kind: 'activity',
		type: 'deciding',
		label: `deciding: ${action}`,
		at: known_at
	};
}

interface BackTestRow {
	readonly backtest: string;
	readonly analysis: string;
	readonly started_at: Instant;
	readonly finished_at: Instant;
}

function backTestThing({ backtest, analysis, started_at, finished_at }: BackTestRow): Thing {
	return {
		id: `backtests/${backtest}`,
		kind: 'activity',
		type: 'backtest',
		label: `back-test of ${analysis}`,
		at: started_at,
		endedAt: finished_at
	};
}
