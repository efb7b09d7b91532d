import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { runAnalysis, type RunRequest } from '#lib/versioning/runs/index.server.ts';
import { getter, present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { filesOf, keep } from './analyses.ts';

let archive: SmallArchive;
let counting: string;
beforeAll(async () => {
	archive = await smallArchive();
	counting = await keep(
		archive,
		filesOf(
			{
				name: 'counting',
				inputs: { objects: { of: 'objects', with: ['photometry'] } },
				each: 'objects',
				parameters: { least: { type: 'number', default: 2, description: 'Fewest detections' } }
			},
			`export default ({ object, photometry }, { parameters }) => {
				const detections = photometry.filter((one) => one.kind === 'detection').length;
				if (detections < parameters.least) return [];
				const subject = 'objects/' + object.survey + '/' + object.object_id;
				return [
					{ select: subject, score: detections },
					{ statement: { subject, property: 'detections', value_number: detections } },
					{ decision: { subject, action: 'trigger', reason: detections + ' detections' } }
				];
			};`
		)
	);
});

/** A clock that goes on by a second each time it is read. */
function clockFrom(text: string): () => Instant {
	let at = parseInstant(text);
	return () => {
		at = (at + 1_000_000) as Instant;
		return at;
	};
}

async function run(known: string, more: Partial<RunRequest> = {}) {
	const { database } = archive;
	return runAnalysis(archive, {
		name: 'counting',
		commit: counting,
		audience: 'public',
		basis: await resolveBasis(database, { known }, present),
		parameters: {},
		viewer: await localViewer(database),
		actor: 'ada',
		kind: 'manual',
		trusted: false,
		now: clockFrom('2026-05-20T00:00:00Z'),
		...more
	});
}

const anyone = (now = present) =>
	callerOf(contextOf(() => archive, { authorization: null, session: null }, now));

describe('a run', () => {
	it('is recorded with what it was given and what it said, and its statements with their version', async () => {
		const { document, statements, decisions } = await run('2021-09-06');
		expect(document).toMatchObject({ status: 'finished', parameters: { least: 2 }, reason: null });
		expect(document.inputs.length).toBeGreaterThan(5);
		expect(statements).toBeGreaterThan(2);
		expect(decisions).toBe(statements);
		const { run: row, inputs, outputs, decisions: decided } = await anyone().runs.read({ id: document.run });
		expect(row).toMatchObject({
			analysis: 'counting',
			commit: counting,
			actor: 'ada',
			collection: 'software.public'
		});
		expect(inputs[0]).toEqual({
			input: 'objects',
			key: document.inputs[0]!.key,
			digest: document.inputs[0]!.digest,
			facts: document.inputs[0]!.rows.length
		});
		expect(outputs).toHaveLength(3 * statements);
		expect(decided).toHaveLength(decisions);
		const { subject } = outputs[0]!;
		const [, survey, id] = subject!.split('/');
		const { statements: about } = await anyone().objects.read({ survey: survey!, id: id! });
		expect(about).toContainEqual(
			expect.objectContaining({
				agent: 'lookback/counting',
				software: `counting@${counting}`,
				property: 'detections',
				detail: { run: document.run }
			})
		);
	});

	it('knows nothing that became known after its basis, and what it says is known from its end alone', async () => {
		const early = await run('2021-09-03', { now: clockFrom('2026-05-21T00:00:00Z') });
		const late = await run('2021-09-08', { now: clockFrom('2026-05-21T01:00:00Z') });
		expect(early.document.inputs.length).toBeLessThan(late.document.inputs.length);
		const { finished_at, run: id, outputs } = late.document;
		const [, survey, object] = (outputs[0] as { select: string }).select.split('/');
		const before = (parseInstant(finished_at) - 1) as Instant;
		await expect(anyone(before).runs.read({ id })).rejects.toThrow(`No run ${id} is known at`);
		const said = async (known: string) =>
			(await anyone().objects.read({ survey: survey!, id: object!, known })).statements.filter(
				({ detail }) => (detail as { run?: string } | null)?.run === id
			);
		expect(await said('2021-09-08')).toEqual([]);
		expect(await said('2026-05-21T00:30:00Z')).toEqual([]);
		expect(await said(finished_at)).toHaveLength(1);
	});

	it('that says what it said before tells nothing new, and is heard when it returns to an earlier word', async () => {
		const at = (time: string, least: number) =>
			run('2021-09-08', { parameters: { least }, now: clockFrom(time) });
		expect((await at('2026-05-22T00:00:00Z', 2)).statements).toBe(0);
		const files = filesOf(
			{
				name: 'moody',
				inputs: { objects: { of: 'objects', with: [] } },
				parameters: { mood: { type: 'string', description: 'What to say' } }
			},
			`export default ({ objects: [{ object }] }, { parameters }) => ({
				statement: { subject: 'objects/' + object.survey + '/' + object.object_id, property: 'class', value_text: parameters.mood }
			});`
		);
		const commit = await keep(archive, files);
		const say = (time: string, mood: string) =>
			run('2021-09-08', { name: 'moody', commit, parameters: { mood }, now: clockFrom(time) });
		const told = [];
		for (const [time, mood] of [
			['2026-05-23T00:00:00Z', 'good'],
			['2026-05-23T01:00:00Z', 'bad'],
			['2026-05-23T02:00:00Z', 'good']
		] as const) {
			const { outputs } = (await say(time, mood)).document;
			const [, survey, id] = (outputs[0] as { statement: { subject: string } }).statement.subject.split('/');
			const { statements } = await anyone().objects.read({ survey: survey!, id: id! });
			told.push(statements.find(({ agent }) => agent === 'lookback/moody')!.value_text);
		}
		expect(told).toEqual(['good', 'bad', 'good']);
	});

	it('that fails is recorded with its reason, and says nothing', async () => {
		const commit = await keep(
			archive,
			filesOf(
				{ name: 'failing', inputs: { objects: { of: 'objects' } }, each: 'objects' },
				`let n = 0; export default ({ object }) => { if (object.object_id > 'ZTF') throw new Error('no idea of ' + object.object_id); return []; };`
			)
		);
		const { document } = await run('2021-09-06', { name: 'failing', commit });
		expect(document).toMatchObject({ status: 'failed', outputs: [] });
		expect(document.reason).toContain('no idea of');
		// what was read ahead of the call that failed is no part of it
		expect(document.reason).toContain(document.inputs.at(-1)!.key);
		const { runs } = await anyone().runs.list({ status: 'failed' });
		expect(runs.map((one) => one.run)).toEqual([document.run]);
	});

	it.each([
		['selects', "{ select: 'banana' }", "selected 'banana', of which it was given nothing"],
		[
			'speaks of',
			"{ statement: { subject: 'objects/ztf/banana', property: 'class', value_text: 'SN' } }",
			"spoke of 'objects/ztf/banana'"
		],
		[
			'decides about',
			"{ decision: { subject: 'events/banana', action: 'trigger', reason: 'so' } }",
			"decided about 'events/banana'"
		]
	])('that %s what it was not given fails for it', async (what, output, sentence) => {
		const name = `inventive-${what.replace(' ', '-')}`;
		const commit = await keep(
			archive,
			filesOf(
				{ name, inputs: { objects: { of: 'objects' } }, each: 'objects' },
				`export default () => (${output});`
			)
		);
		const { document, statements, decisions } = await run('2021-09-06', { name, commit });
		expect(document).toMatchObject({ status: 'failed', outputs: [] });
		expect(document.reason).toContain(sentence);
		expect(document.reason).toContain(`(call "${document.inputs.at(-1)!.key}")`);
		expect([statements, decisions]).toEqual([0, 0]);
	});

	it('may speak of the alerts it was given and of their objects, and decide about objects alone', async () => {
		const emitting = (name: string, expression: string) =>
			keep(
				archive,
				filesOf(
					{ name, inputs: { alerts: { of: 'alerts' } }, each: 'alerts' },
					`export default (alert) => (${expression});`
				)
			);
		const alert = "'alerts/' + alert.survey + '/' + alert.alert_id";
		const object = "'objects/' + alert.survey + '/' + alert.object_id";
		const both = await emitting('both', `[{ select: ${alert} }, { select: ${object} }]`);
		const { document } = await run('2021-09-06', { name: 'both', commit: both });
		expect(document).toMatchObject({ status: 'finished' });
		expect(document.outputs).toHaveLength(2 * document.inputs.length);
		const hasty = await emitting(
			'hasty',
			`{ decision: { subject: ${alert}, action: 'trigger', reason: 'so' } }`
		);
		const failed = (await run('2021-09-06', { name: 'hasty', commit: hasty })).document;
		expect(failed.reason).toContain('a decision is about objects/<survey>/<id> or events/<name>');
	});

	it('with parameters that its manifest does not know is none', async () => {
		await expect(run('2021-09-06', { parameters: { most: 3 } })).rejects.toThrow(
			"counting has no parameter 'most'; it has least."
		);
	});

	it('is started by programs of who may speak for its audience', async () => {
		const as = (authorization: string | null) =>
			callerOf(contextOf(() => archive, { authorization, session: null }, present)).runs;
		const wish = { analysis: 'counting', known: '2021-09-04', parameters: { least: 1 } };
		await expect(as(null).start(wish)).rejects.toThrow('Writing wants an Authorization header');
		const started = await as(`Bearer ${archive.token}`).start(wish);
		expect(started).toMatchObject({ status: 'finished', reason: null });
		const { run: row } = await anyone((present + 3_600_000_000) as Instant).runs.read({ id: started.run });
		expect(row).toMatchObject({
			commit: counting,
			parameters: { least: 1 },
			basis_known_at: parseInstant('2021-09-04T00:00:00Z')
		});
		expect(row.finished_at).toBeGreaterThan(present);
		await expect(as(`Bearer ${archive.token}`).start({ ...wish, known: '2031-01-01' })).rejects.toThrow(
			'still to come'
		);
	});

	it('has a page of data like everything else', async () => {
		const { document } = await run('2021-09-05', { now: clockFrom('2026-05-25T00:00:00Z') });
		const get = getter(archive);
		const list = await (await get('/runs.json?analysis=counting&limit=2')).json();
		expect(list.runs[0]).toMatchObject({ run: document.run, basis_known_at: '2021-09-05T00:00:00Z' });
		expect(list.next).toContain('cursor=');
		const csv = await (await get(`/runs/${document.run}.csv?table=inputs`)).text();
		expect(csv.split('\r\n')[1]).toContain(document.inputs[0]!.digest);
	});
});
