import { beforeAll, describe, expect, test } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import {
	deploy,
	endDeployment,
	pushFolder,
	readDeployments,
	resolveCommit,
	tagCommit
} from '#lib/versioning/store/index.server.ts';
import { analysisFolder, commitAll, manifestText, writeFiles } from '../../support/analysis.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';

let archive: SmallArchive;
let now: Instant = present;
const tokens: Record<string, string> = {};

const parameters = {
	rise: { type: 'number', default: 0.5, unit: 'mag', description: 'Least rise' },
	band: { type: 'string', description: 'Band' }
};

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	for (const [person, role] of [
		['ada', 'contributor'],
		['ben', 'reader'],
		['eve', 'contributor']
	] as const) {
		const group = person === 'eve' ? 'others' : 'them';
		const knownAt = parseInstant('2020-01-01T00:00:00Z');
		await setMembership(database, { group, person, role, isMember: true, knownAt }, 'test', now);
		const token = { person, label: 'test', may_write: true, groups: null, expires_at: null };
		tokens[person] = await makeToken(database, token, { name: 'test', address: null }, now);
	}
	tokens.administrator = archive.token;
});

/** What somebody asks at this moment, which goes on with each question. */
function asking(who: string | null, known?: string) {
	now = (now + 1_000_000) as Instant;
	const authorization = who === null ? null : `Bearer ${tokens[who]}`;
	const context = contextOf(() => archive, { authorization, session: null }, now);
	return context.question(known === undefined ? {} : { known });
}

async function push(folder: string, who: string, audience: string | null = null, name: string | null = null) {
	const { viewer } = await asking(who);
	return pushFolder(
		archive,
		viewer,
		{ folder, name, audience, branch: null, message: null, isForced: false },
		now
	);
}

async function put(version: string, who: string, audience: string | null = null, given = {}) {
	return deploy(archive, await asking(who), { version, audience, parameters: given }, now);
}

async function deployed(who: string | null, at: Instant) {
	const authorization = who === null ? null : `Bearer ${tokens[who]}`;
	const context = contextOf(() => archive, { authorization, session: null }, at);
	return (await readDeployments(await context.question({}))).map(({ name, commit, audience }) => [
		name,
		audience,
		commit
	]);
}

describe('a deployment', () => {
	test('is the version of its moment, also when it goes back to an older commit, and until it ends', async () => {
		const folder = analysisFolder();
		const first = await push(folder, 'administrator');
		writeFiles(folder, { 'main.js': '2' });
		const second = await push(folder, 'administrator');
		const moments: Instant[] = [];
		for (const commit of [first.commit, second.commit, first.commit]) {
			await put(`rising@${commit}`, 'administrator');
			moments.push((now + 500) as Instant);
		}
		await endDeployment(archive, await asking('administrator'), 'rising', null, now);
		expect(await deployed(null, (now + 500) as Instant)).toEqual([]);
		const then = [];
		for (const moment of moments) then.push(await deployed(null, moment));
		expect(then).toEqual([
			[['rising', 'public', first.commit]],
			[['rising', 'public', second.commit]],
			[['rising', 'public', first.commit]]
		]);
	});

	test('of a group is its own, beside that of everyone', async () => {
		const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'shared' }) });
		const { commit } = await push(folder, 'administrator');
		writeFiles(folder, { 'main.js': '2' });
		const newer = await push(folder, 'administrator');
		await put(`shared@${commit}`, 'administrator');
		await put(`shared@${newer.commit}`, 'ada', 'them');
		const at = (now + 500) as Instant;
		expect(await deployed(null, at)).toEqual([['shared', 'public', commit]]);
		expect(await deployed('eve', at)).toEqual([['shared', 'public', commit]]);
		expect(await deployed('ben', at)).toEqual([
			['shared', 'public', commit],
			['shared', 'them', newer.commit]
		]);
	});

	test('has the values of all parameters, given or by default', async () => {
		const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'tuned', parameters }) });
		await push(folder, 'administrator');
		await put('tuned', 'administrator', null, { band: 'g' });
		const [found] = await readDeployments(await asking(null), 'tuned');
		expect(found!.parameters).toEqual({ rise: 0.5, band: 'g' });
		await expect(put('tuned', 'administrator')).rejects.toThrow(/wants its parameter 'band'/);
		await expect(put('tuned', 'administrator', null, { color: 1, band: 'g' })).rejects.toThrow(
			/no parameter 'color'; it has rise, band/
		);
	});

	test('is refused to a version that cannot be carried out, with what it lacks', async () => {
		const folder = analysisFolder({
			'analysis.json': manifestText({ name: 'unready', runtime: { kind: 'js', module: '../main.js' } })
		});
		const outside = commitAll(folder, 'Leave the folder');
		writeFiles(folder, {
			'analysis.json': manifestText({ name: 'unready', runtime: { kind: 'js', module: 'later.js' } })
		});
		const missing = commitAll(folder, 'Name a module');
		writeFiles(folder, { 'later.js': 'export default () => [];\n' });
		const ready = commitAll(folder, 'Write it');
		await push(folder, 'administrator');
		await expect(put(`unready@${outside}`, 'administrator')).rejects.toThrow(
			/cannot be deployed. It cannot be carried out: .*runtime.module must be the path of a file in its own folder/
		);
		await expect(put(`unready@${missing}`, 'administrator')).rejects.toThrow(
			/cannot be carried out: The module later.js that its runtime names is not among its files/
		);
		expect((await put(`unready@${ready}`, 'administrator')).batch).not.toBeNull();
	});

	test('is not recorded again while nothing changes', async () => {
		await push(analysisFolder({ 'analysis.json': manifestText({ name: 'steady' }) }), 'administrator');
		expect((await put('steady', 'administrator')).batch).not.toBeNull();
		expect((await put('steady', 'administrator')).batch).toBeNull();
	});
});

describe('who may', () => {
	test('a contributor keeps analyses for the group, which nobody else finds', async () => {
		const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'secret' }) });
		const { commit } = await push(folder, 'ada', 'them');
		expect(await resolveCommit(await asking('ben'), 'secret')).toEqual({ name: 'secret', commit });
		const refusal = async (who: string | null, text: string) =>
			resolveCommit(await asking(who), text).then(String, (error: Error) => error.message);
		for (const who of [null, 'eve']) {
			const told = await refusal(who, 'secret');
			expect(told.replace('secret', 'absent')).toBe(await refusal(who, 'absent'));
			const byCommit = await refusal(who, `secret@${commit}`);
			expect(byCommit.replace('secret', 'absent')).toBe(await refusal(who, `absent@${commit}`));
		}
		await put('secret', 'ada');
		expect(await deployed('ben', (now + 500) as Instant)).toContainEqual(['secret', 'them', commit]);
		await expect(put('secret', 'administrator', 'public')).rejects.toThrow(
			/secret is for them to see, so that it can be deployed for them alone/
		);
	});

	test.each([
		['ben', 'them', /wants the role contributor in the group them/],
		['ada', null, /wants the role administrator in the group archive/],
		['eve', 'them', /wants the role contributor in the group them/]
	])('%s may not push for %s', async (who, audience, sentence) => {
		const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'denied' }) });
		await expect(push(folder, who, audience)).rejects.toThrow(sentence);
	});

	test('a name that is taken is not told whose it is', async () => {
		const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'taken' }) });
		await push(folder, 'ada', 'them');
		await expect(push(folder, 'eve', 'others')).rejects.toThrow(
			/name taken is taken by an analysis of another/
		);
		await expect(push(folder, 'administrator', 'public')).rejects.toThrow(/name taken is taken/);
	});

	test('readers deploy and tag nothing', async () => {
		await push(analysisFolder({ 'analysis.json': manifestText({ name: 'open' }) }), 'administrator');
		await expect(put('open', 'ben', 'them')).rejects.toThrow(/wants the role contributor in the group them/);
		const wish = { version: 'open', tag: 'v1', isForced: false };
		await expect(tagCommit(archive, await asking('ada'), wish, now)).rejects.toThrow(
			/wants the role administrator in the group archive/
		);
	});
});

test('a tag stays where it is unless it is moved by force', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'tagged' }) });
	const { commit } = await push(folder, 'administrator');
	writeFiles(folder, { 'main.js': '2' });
	const newer = await push(folder, 'administrator');
	const tag = async (version: string, isForced = false) =>
		tagCommit(archive, await asking('administrator'), { version, tag: 'v1', isForced }, now);
	await tag(`tagged@${commit.slice(0, 8)}`);
	expect(await resolveCommit(await asking(null), 'tagged@v1')).toEqual({ name: 'tagged', commit });
	await expect(tag('tagged@main')).rejects.toMatchObject({ code: 'versioning/tag-taken' });
	await tag('tagged@main', true);
	expect(await resolveCommit(await asking(null), 'tagged@v1')).toMatchObject({ commit: newer.commit });
});

test('two pushes at once end as two commits, one on top of the other', async () => {
	const folders = ['1', '2', '3', '4'].map((text) =>
		analysisFolder({ 'analysis.json': manifestText({ name: 'busy' }), 'main.js': text })
	);
	const viewer = await localViewer(archive.database);
	const wish = { name: null, audience: null, branch: null, message: null, isForced: false };
	await Promise.all(folders.map((folder) => pushFolder(archive, viewer, { folder, ...wish }, now)));
	const commits = await archive.database.sql<{ commit: string; parents: string[] }[]>`
		select commit, parents from software where name = 'busy' order by batch`;
	expect(commits.map(({ parents }) => parents[0] ?? null)).toEqual([
		null,
		...commits.slice(0, -1).map(({ commit }) => commit)
	]);
});
