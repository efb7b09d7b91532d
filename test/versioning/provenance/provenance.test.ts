import { beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { newestBatch } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { decide } from '#lib/versioning/decisions/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { getter, present, smallArchive, type SmallArchive } from '../../support/archive.ts';
import { storedAnalysis } from '../backtest/stored-analysis.ts';

type Document = Record<string, Record<string, Record<string, unknown>>>;

let archive: SmallArchive;
let get: ReturnType<typeof getter>;
beforeAll(async () => {
	archive = await smallArchive();
	get = getter(archive);
});

async function provenance(subject: string, query = ''): Promise<Document> {
	const response = await get(`/provenance/${subject}.json${query}`);
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as Document;
}

/** Every relation as `later type earlier`. */
function relations(document: Document): string[] {
	const ends = {
		used: ['prov:activity', 'prov:entity'],
		wasGeneratedBy: ['prov:entity', 'prov:activity'],
		wasAssociatedWith: ['prov:activity', 'prov:agent'],
		wasAttributedTo: ['prov:entity', 'prov:agent'],
		wasDerivedFrom: ['prov:generatedEntity', 'prov:usedEntity'],
		wasInformedBy: ['prov:informed', 'prov:informant'],
		wasInfluencedBy: ['prov:influencee', 'prov:influencer']
	} as const;
	return Object.entries(ends).flatMap(([type, [from, to]]) =>
		Object.values(document[type] ?? {}).map((one) =>
			`${String(one[from])} ${type} ${String(one[to])}`.replaceAll('archive:', '')
		)
	);
}

/** Every name that a relation uses must be a thing of the right kind. */
function expectWhole(document: Document): void {
	const named = new Set(['entity', 'activity', 'agent'].flatMap((kind) => Object.keys(document[kind] ?? {})));
	const known = [
		'prefix',
		'entity',
		'activity',
		'agent',
		'used',
		'wasGeneratedBy',
		'wasAssociatedWith',
		'wasAttributedTo',
		'wasDerivedFrom',
		'wasInformedBy',
		'wasInfluencedBy'
	];
	expect(Object.keys(document).filter((name) => !known.includes(name))).toEqual([]);
	for (const text of relations(document)) {
		const [from, , to] = text.split(' ');
		expect(named).toContain(`archive:${from}`);
		expect(named).toContain(`archive:${to}`);
	}
}

describe('provenance', () => {
	it('leads from an object over its alerts and their packets to batches and sources', async () => {
		const [row] = await archive.database.sql<
			{ object_id: string; alert_id: bigint; packet: bigint; batch: bigint }[]
		>`
			select object_id, alert_id, packet, batch from alert where survey = 'ztf' and collection = 'ztf.public' order by alert_id limit 1`;
		const { object_id, alert_id, packet, batch } = row!;
		const document = await provenance(`objects/ztf/${object_id}`);
		expectWhole(document);
		expect(relations(document)).toEqual(
			expect.arrayContaining([
				`objects/ztf/${object_id} wasDerivedFrom alerts/ztf/${alert_id}`,
				`alerts/ztf/${alert_id} wasDerivedFrom packets/${packet}`,
				`packets/${packet} wasGeneratedBy batches/${batch}`
			])
		);
		const back = await provenance(`packets/${packet}`);
		expectWhole(back);
		expect(relations(back)).toContain(`objects/ztf/${object_id} wasDerivedFrom alerts/ztf/${alert_id}`);
	});

	it('leads from a decision over its run to the version and what it read, and back', async () => {
		const { subject, commit, run, first, second } = await decided('public');
		const document = await provenance(`decisions/${second}`);
		expectWhole(document);
		expect(relations(document)).toEqual(
			expect.arrayContaining([
				`decisions/${second} wasGeneratedBy decisions/${second}#deciding`,
				`decisions/${second}#deciding wasAssociatedWith agents/ada`,
				`decisions/${second}#deciding used ${subject}`,
				`decisions/${second}#deciding wasInformedBy runs/${run}`,
				`decisions/${second} wasDerivedFrom decisions/${first}`,
				`runs/${run} used software/sayer@${commit}`,
				`runs/${run} used ${subject}`
			])
		);
		const revision = Object.values(document.wasDerivedFrom!).find(
			(one) => one['prov:usedEntity'] === `archive:decisions/${first}`
		)!;
		expect(revision['prov:type']).toEqual({ $: 'prov:Revision', type: 'prov:QUALIFIED_NAME' });
		const forward = relations(await provenance(`software/sayer@${commit.slice(0, 10)}`));
		expect(forward).toEqual(
			expect.arrayContaining([
				`runs/${run} used software/sayer@${commit}`,
				`decisions/${first}#deciding wasInformedBy runs/${run}`
			])
		);
		const [said] = await archive.database.sql<{ batch: bigint; fact: number }[]>`
			select batch, fact from statement where agent = 'lookback/sayer' and subject = ${subject}`;
		const id = `statements/${said!.batch}/${said!.fact}`;
		expect(relations(await provenance(id))).toEqual(
			expect.arrayContaining([
				`${id} wasGeneratedBy runs/${run}`,
				`${id} wasAttributedTo agents/lookback/sayer`
			])
		);
		expect(relations(await provenance(subject))).toContain(`${id} wasInfluencedBy ${subject}`);
	});

	it('leads from an object to the runs that read it and said nothing, and not to what they said of others', async () => {
		const { database } = archive;
		const [{ subject, object_id }] = await database.sql<[{ subject: string; object_id: string }]>`
			select 'objects/' || survey || '/' || object_id as subject, object_id
			from alert where collection = 'ztf.public' order by object_id desc limit 1`;
		const manifest = {
			name: 'selective',
			title: 'Speaks of others',
			runtime: { kind: 'js', module: 'main.js' },
			inputs: { objects: { of: 'objects' } },
			each: 'objects',
			emits: { statements: ['class'] }
		};
		const files = {
			'analysis.json': JSON.stringify(manifest),
			'main.js': `export default ({ object: { survey, object_id } }) => object_id === '${object_id}' ? [] : [
				{ statement: { subject: 'objects/' + survey + '/' + object_id, property: 'class', value_text: 'other' } }
			];\n`
		};
		const commit = await storedAnalysis(archive, 'selective', files, 'public');
		const at = parseInstant('2026-05-30T12:00:00Z');
		const { document } = await runAnalysis(archive, {
			name: 'selective',
			commit,
			audience: 'public',
			basis: { knownAt: at, batch: (await newestBatch(database)).batch },
			parameters: {},
			viewer: await localViewer(database),
			actor: 'ada',
			kind: 'manual',
			trusted: false,
			now: () => at
		});
		expect(document.outputs.length).toBe(document.inputs.length - 1);
		const told = await provenance(subject);
		expectWhole(told);
		expect(relations(told)).toContain(`runs/${document.run} used ${subject}`);
		expect(
			relations(told).filter((one) => one.startsWith('statements/') && one.includes(document.run))
		).toEqual([]);
		expect(relations(await provenance(subject, '?known=2026-05-30T00:00:00Z'))).not.toContain(
			`runs/${document.run} used ${subject}`
		);
	});

	it('is as known at its basis', async () => {
		const { subject, second } = await decided('public');
		const before = await provenance(subject, '?known=2026-05-30T00:00:00Z');
		expect(relations(before).filter((one) => one.startsWith('decisions/'))).toEqual([]);
		expect(before.entity![`archive:${subject}`]!['lookback:basis']).toMatch(/^2026-05-30T00:00:00Z~\d+$/);
		const refused = await get(`/provenance/decisions/${second}.json?known=2026-05-30T00:00:00Z`);
		expect(refused.status).toBe(404);
	});

	it("tells nothing of a group's runs, decisions and packets to others", async () => {
		const { subject, commit, run, second } = await decided('watchers', 'whisperer', 'zoe');
		for (const id of [`runs/${run}`, `decisions/${second}`, `software/whisperer@${commit}`])
			expect((await get(`/provenance/${id}.json`)).status, id).toBe(404);
		const open = JSON.stringify(await provenance(subject));
		for (const secret of [run, second, 'whisperer', 'zoe']) expect(open).not.toContain(secret);
		const mine = await (await get(`/provenance/${subject}.json`, archive.token)).text();
		for (const told of [second, run]) expect(mine).toContain(told);
	});

	it.each([
		'runs/none',
		'packets/99999999',
		'batches/99999999',
		'statements/1/99999',
		'backtests/none',
		'objects/ztf/none'
	])('%s, which is not there, is not found', async (id) => {
		expect((await get(`/provenance/${id}.json`)).status).toBe(404);
	});

	it('of what has none is refused with a sentence', async () => {
		const response = await get('/provenance/something/else.json');
		expect(response.status).toBe(400);
		expect((await response.json()).detail).toContain("'something/else' has no provenance");
	});
});

/** A run for an audience, and two decisions on it, the second in place of the first. */
async function decided(audience: string, name = 'sayer', actor = 'ada') {
	const { database } = archive;
	const [seen] = await database.sql<{ subject: string }[]>`
		select 'objects/' || survey || '/' || object_id as subject
		from alert where collection = 'ztf.public' order by alert_id limit 1`;
	const subject = seen!.subject;
	const files = {
		'analysis.json': JSON.stringify({
			name,
			title: 'Says so',
			runtime: { kind: 'js', module: 'main.js' },
			inputs: { objects: { of: 'objects', where: { subject } } },
			each: 'objects',
			emits: { statements: ['class'] }
		}),
		'main.js': `export default ({ object: { survey, object_id } }) => ({
			statement: { subject: 'objects/' + survey + '/' + object_id, property: 'class', value_text: '${audience}' }
		});\n`
	};
	if (audience !== 'public') await foundGroup(audience);
	const commit = await storedAnalysis(archive, name, files, audience);
	const viewer = await localViewer(database);
	const { batch } = await newestBatch(database);
	const at = parseInstant('2026-05-31T00:00:00Z');
	const basis = { knownAt: at, batch };
	const { document } = await runAnalysis(archive, {
		name,
		commit,
		audience,
		basis,
		parameters: {},
		viewer,
		actor,
		kind: 'manual',
		trusted: false,
		now: () => at
	});
	expect(document.reason).toBe(null);
	const { run } = document;
	const person = await localViewer(database);
	const decideOn = (action: string, supersedes: string | null) =>
		decide(archive, {
			subject,
			action,
			reason: 'because',
			audience,
			basis,
			runs: [run],
			supersedes,
			viewer: person,
			actor,
			now: at
		});
	const first = await decideOn('ignore', null);
	const second = await decideOn('trigger a spectrum', first);
	return { subject, commit, run, first, second };
}

async function foundGroup(group: string): Promise<void> {
	const known = parseInstant('2020-01-01T00:00:00Z');
	await setMembership(
		archive.database,
		{ group, person: 'ada', role: 'contributor', isMember: true, knownAt: known },
		'test',
		present
	);
}
