import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readBackTest } from '../backtest/index.server.ts';
import type { Run } from '../runs/index.server.ts';
import { resolveCommit } from '../store/index.server.ts';
import { agent, type Provenance, type Relation, type Thing } from './model.ts';
import { packetsNamed } from './of-packets.server.ts';
import { mostBeside, unknown } from './things.ts';
import { backTestThing, runThing, softwareMention, type BackTestRow } from './work-things.ts';

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
