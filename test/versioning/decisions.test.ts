import { beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present } from '../support/archive.ts';
import { storyArchive } from '../support/story-archive.ts';
import { filesOf, keep } from './analyses.ts';

const subject = 'objects/literature/AT2017gfo';
const known = '2017-10-17';
const later = (present + 60_000_000) as Instant;

let archive: Awaited<ReturnType<typeof storyArchive>>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
	archive = await storyArchive();
	const { database } = archive;
	const by = { name: 'test', address: null };
	for (const [person, group, role] of [
		['ada', 'archive', 'administrator'],
		['ben', 'lvc-partners', 'contributor'],
		['eve', 'lvc-partners', 'reader']
	] as const) {
		await makeAccount(database, { person, password: null }, by, present);
		const known_at = parseInstant('2015-01-01T00:00:00Z');
		await setMembership(
			database,
			{ group, person, role, isMember: true, knownAt: known_at },
			'test',
			present
		);
		const scope = { person, label: person, may_write: true, groups: null, expires_at: null };
		tokens[person] = `Bearer ${await makeToken(database, scope, by, present)}`;
	}
});

function as(person: string | null, now = present) {
	const authorization = person === null ? null : tokens[person]!;
	return callerOf(contextOf(() => archive, { authorization, session: null }, now));
}

const wish = { subject, action: 'trigger a spectrum', reason: 'it is young', audience: 'public', known };

describe('a decision', () => {
	it('keeps who, why and on what, and stands in the history of its subject from then on', async () => {
		const { decision } = await as('ada').decisions.decide(wish);
		const { decision: read, evidence } = await as(null).decisions.read({ id: decision });
		expect(read).toMatchObject({
			subject,
			action: 'trigger a spectrum',
			actor: 'ada',
			basis_known_at: parseInstant('2017-10-17T00:00:00Z'),
			decided_at: present,
			superseded_by: null
		});
		const page = await as(null).objects.read({ survey: 'literature', id: 'AT2017gfo', known });
		expect(evidence.filter(({ row }) => row.startsWith('photometry '))).toHaveLength(page.photometry.length);
		const decided = async (at: string) =>
			(await as(null).history.read({ subject, known: at, limit: 1000 })).entries
				.filter(({ relation }) => relation === 'decision')
				.map(({ what }) => what);
		expect(await decided(formatInstant((present - 1) as Instant))).toEqual([]);
		expect(await decided(formatInstant(present))).toEqual(['ada decided: trigger a spectrum. it is young']);
	});

	it('may take the place of another, which is said of both and changes neither as known before', async () => {
		const { decision: first } = await as('ada').decisions.decide({ ...wish, action: 'observe' });
		const { decision: second } = await as('ada', later).decisions.decide({
			...wish,
			action: 'ignore',
			supersedes: first
		});
		const read = async (id: string, at = later) =>
			(await as(null).decisions.read({ id, known: formatInstant(at) })).decision;
		expect((await read(first)).superseded_by).toBe(second);
		expect((await read(second)).supersedes).toBe(first);
		expect((await read(first, present)).superseded_by).toBeNull();
		await expect(
			as('ada').decisions.decide({ ...wish, subject: 'events/GW170817', supersedes: first })
		).rejects.toThrow(`${first} is about ${subject}`);
	});

	it('is for administrators to make for everyone, and for contributors of a group for it', async () => {
		await expect(as(null).decisions.decide(wish)).rejects.toThrow('Writing wants an Authorization header');
		await expect(as('ben').decisions.decide(wish)).rejects.toThrow(
			'the role administrator in the group archive'
		);
		const own = { ...wish, audience: 'lvc-partners' };
		await expect(as('eve').decisions.decide(own)).rejects.toThrow(
			'the role contributor in the group lvc-partners'
		);
		await expect(as('ada').decisions.decide({ ...wish, audience: 'nobodys' })).rejects.toThrow(
			"must be public or a group that there is; got 'nobodys'"
		);
		const { decision } = await as('ben').decisions.decide(own);
		expect((await as('eve').decisions.read({ id: decision })).decision.actor).toBe('ben');
		await expect(as(null).decisions.read({ id: decision })).rejects.toThrow(
			`No decision ${decision} is known at`
		);
		// what stands beside one for everyone must be there for everyone
		await expect(as('ada').decisions.decide({ ...wish, supersedes: decision })).rejects.toThrow(
			`The decision ${decision} belongs to lvc-partners.software, which the audience public may not see.`
		);
	});

	it('rests on no run that failed or knew more', async () => {
		const commit = await keep(archive, filesOf({ name: 'idle' }, 'export default () => [];'));
		const failing = await keep(
			archive,
			filesOf({ name: 'broken' }, 'export default () => { throw new Error("no"); };')
		);
		const carryOut = async (name: string, of: string, at: string) => {
			const viewer = await localViewer(archive.database);
			const basis = await resolveBasis(archive.database, { known: at }, present);
			const request = { name, commit: of, audience: 'public', basis, parameters: {}, viewer, actor: 'test' };
			const kept = { ...request, kind: 'manual', trusted: false, now: () => present } as const;
			return (await runAnalysis(archive, kept)).document.run;
		};
		const tooLate = await carryOut('idle', commit, '2018-01-01T00:00:00Z');
		const failed = await carryOut('broken', failing, '2017-10-17T00:00:00Z');
		const decide = (run: string) => as('ada').decisions.decide({ ...wish, runs: [run] });
		await expect(decide(tooLate)).rejects.toThrow('later than what the decision rests on');
		await expect(decide(failed)).rejects.toThrow('failed, and supports no decision');
	});

	it('rests on runs that read its subject, whether they said anything of it or not', async () => {
		const reading = (name: string, where: object) =>
			keep(
				archive,
				filesOf(
					{ name, inputs: { objects: { of: 'objects', where } }, each: 'objects' },
					'export default () => [];'
				)
			);
		const carryOut = async (name: string, commit: string) => {
			const viewer = await localViewer(archive.database);
			const basis = await resolveBasis(archive.database, { known }, present);
			const request = { name, commit, audience: 'public', basis, parameters: {}, viewer, actor: 'test' };
			const kept = { ...request, kind: 'manual', trusted: false, now: () => present } as const;
			return (await runAnalysis(archive, kept)).document.run;
		};
		const about = await carryOut('silent', await reading('silent', { subject }));
		const other = await carryOut('elsewhere', await reading('elsewhere', { ra: 0, dec: 89 }));
		const decide = (run: string) => as('ada').decisions.decide({ ...wish, runs: [run] });
		await expect(decide(other)).rejects.toThrow(
			`The run ${other} of elsewhere was given nothing of ${subject}, and says nothing about it`
		);
		expect((await decide(about)).decision).toMatch(/^d/);
	});

	it('rests on nothing that is still to be known', async () => {
		await expect(as('ada').decisions.decide({ ...wish, known: '2030-10-17' })).rejects.toThrow(
			'known is 2030-10-17T00:00:00Z, which is still to come'
		);
	});

	it('rests on what its audience could see then', async () => {
		const then = { ...wish, subject: 'objects/decam/NGC4993-OT', known: '2017-08-18T06:00:00Z' };
		await expect(as('ada').decisions.decide(then)).rejects.toThrow('No object decam/NGC4993-OT is known at');
		const { decision } = await as('ben').decisions.decide({ ...then, audience: 'lvc-partners' });
		const { evidence } = await as('ben').decisions.read({ id: decision });
		expect(evidence.length).toBeGreaterThan(1);
	});

	it.each([
		[
			{ subject: 'circulars/1' },
			"A decision is about objects/<survey>/<id> or events/<name>; got 'circulars/1'."
		],
		[{ reason: '  ' }, 'The reason of a decision wants words'],
		[{ runs: ['r000000000000'] }, 'No run r000000000000 is known at'],
		[{ subject: 'objects/ztf/nothing' }, 'No object ztf/nothing is known at']
	])('%j is refused with a sentence', async (given, sentence) => {
		await expect(as('ada').decisions.decide({ ...wish, ...given })).rejects.toThrow(sentence);
	});
});
