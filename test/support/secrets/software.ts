import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { carryOutBackTest, recordBackTest } from '#lib/versioning/backtest/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { deploy, pushFolder, tagCommit } from '#lib/versioning/store/index.server.ts';
import { filesOf, keep } from '../../versioning/analyses.ts';
import { analysisFolder, manifestText } from '../analysis.ts';
import { present, type SmallArchive } from '../archive.ts';
import { knownAt, past, secret } from './names.ts';

/** What was made for the group alone, and of which subjects there is provenance. */
export interface Ran {
	readonly run: string;
	readonly decision: string;
	readonly backtest: string;
	readonly subjects: readonly string[];
}

/** An analysis of the group runs on what it may see, and says things of what everybody knows. */
export async function runInSecret(archive: SmallArchive): Promise<Ran> {
	const { database } = archive;
	const analysis = `${secret.word}-analysis`;
	const event = 'events/S210914zz';
	const objects = { of: 'objects' as const, where: { survey: 'ztf' } };
	const kept = (inputs: Parameters<typeof filesOf>[0]['inputs'], said: string) => {
		const module = `export default ({ object }) => object.object_id !== '${secret.object}' ? [] : [
			{ select: 'objects/ztf/${secret.object}' }, ${said}
		];`;
		const files = filesOf({ name: analysis, inputs, each: 'objects' }, module);
		return keep(archive, files, { audience: secret.group });
	};
	// a back-test takes no events beside the objects that it walks
	const walked = await kept({ objects }, '');
	const commit = await kept(
		{ objects, events: { of: 'events', where: { event: 'S210914zz' }, with: [] } },
		`{ statement: { subject: '${event}', property: 'class', value_text: '${secret.word} verdict' } },
			{ decision: { subject: '${event}', action: 'trigger', reason: '${secret.word} reason' } }`
	);
	const viewer = await localViewer(database);
	const { document } = await runAnalysis(archive, {
		name: analysis,
		commit,
		audience: secret.group,
		basis: await resolveBasis(database, { known: '2021-09-20T00:00:00Z' }, present),
		parameters: {},
		viewer,
		actor: secret.person,
		kind: 'manual',
		trusted: false,
		now: () => knownAt
	});
	const [row] = await database.sql<{ decision: string }[]>`select decision from decision`;
	const backTest = await carryOutBackTest(
		{
			...archive,
			viewer,
			now: present,
			signal: new AbortController().signal,
			onProgress: () => undefined
		},
		{
			name: analysis,
			commit: walked,
			parameters: {},
			audience: secret.group,
			from: past,
			to: parseInstant('2021-09-20T00:00:00Z'),
			every: 'alert',
			survey: null,
			label: null,
			labelKnownAt: null,
			trusted: false
		}
	);
	await recordBackTest(archive, backTest, secret.person, knownAt);
	const [said] = await database.sql<{ batch: bigint; fact: number }[]>`
		select batch, fact from statement where collection = ${`${secret.group}.software`}`;
	const packets = await database.sql<{ id: bigint }[]>`
		select id from packet where collections && ${[`${secret.group}.software`, `${secret.group}.nights`]}::text[]`;
	const made = { run: document.run, decision: row!.decision, backtest: backTest.id };
	const subjects = [
		`objects/ztf/${secret.object}`,
		'events/S210914zz',
		`runs/${made.run}`,
		`decisions/${made.decision}`,
		`backtests/${made.backtest}`,
		`software/${analysis}@${commit}`,
		`statements/${said!.batch}/${said!.fact}`,
		`notices/${secret.notice}`,
		`batches/${said!.batch}`,
		`packets/${packets[0]!.id}`
	];
	return { ...made, subjects };
}

/** An open analysis, and one of the group; the answer is the commit of the latter. */
export async function keepSecretSoftware(archive: SmallArchive, now: Instant): Promise<string> {
	const viewer = await localViewer(archive.database);
	const keep = async (name: string, audience: string, word: string) => {
		const folder = analysisFolder({
			'analysis.json': manifestText({ name, title: `${word} title`, description: `${word} description` }),
			'main.js': `// ${word}\n`,
			[`${word}.txt`]: word
		});
		const wish = { folder, name, audience, branch: word, message: `${word} message`, isForced: false };
		const { commit } = await pushFolder(archive, viewer, wish, now);
		const context = contextOf(
			() => archive,
			{ authorization: `Bearer ${archive.token}`, session: null },
			now
		);
		const question = await context.question({});
		await tagCommit(
			archive,
			question,
			{ version: `${name}@${commit}`, tag: `${word}-1`, isForced: false },
			now
		);
		await deploy(archive, question, { version: `${name}@${commit}`, audience, parameters: {} }, now);
		return commit;
	};
	await keep('open-filter', 'public', 'plain');
	const commit = await keep(secret.analysis, secret.group, secret.code);
	// an open analysis that the group deploys for itself
	const context = contextOf(() => archive, { authorization: `Bearer ${archive.token}`, session: null }, now);
	const wish = { version: 'open-filter', audience: secret.group, parameters: {} };
	await deploy(archive, await context.question({}), wish, now);
	return commit;
}
