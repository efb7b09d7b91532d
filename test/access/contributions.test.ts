import { beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { retry } from '#lib/archive/ingest/retry.server.ts';
import { schemasOnRecord } from '#lib/archive/packets/schemas-on-record.server.ts';
import { getter, present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { by } from './people/people.ts';

let archive: SmallArchive;
let get: ReturnType<typeof getter>;
const tokens = new Map<string, string>();
beforeAll(async () => {
	archive = await smallArchive();
	get = getter(archive);
	await person('mia', 'mine', 'contributor');
	await person('zoe', 'ztf', 'contributor');
	await person('rea', 'mine', 'reader');
	await person('chief', 'mine', 'administrator');
});

async function person(name: string, group: string, role: Role): Promise<void> {
	const change = { group, person: name, role, isMember: true, knownAt: present };
	await setMembership(archive.database, change, 'test', present);
	const wish = { person: name, label: 'test', may_write: true, groups: null, expires_at: null };
	tokens.set(name, await makeToken(archive.database, wish, by, present));
}

/** Sends packets as somebody does through the API. */
function send(who: string | null, packet: unknown, more: { collection?: string; known_at?: string } = {}) {
	const token = who === 'administrator' ? archive.token : who && tokens.get(who);
	const credentials = { authorization: token ? `Bearer ${token}` : null, session: null };
	const text = typeof packet === 'string' ? packet : JSON.stringify(packet);
	const bytes = Buffer.from(text).toString('base64');
	const context = contextOf(() => archive, credentials, present);
	return callerOf(context).packets.ingest({ name: 'sent', bytes, ...more });
}

let candid = 990_000_000_000_000_000n;
/** A ZTF alert; program 1 is public, 2 the partnership's. */
function ztfAlert({ id = ++candid, mag = 18.5, program = 1, history = [] as object[] } = {}) {
	const observed = { jd: 2458000.5, fid: 1, pid: 1, programid: program, ra: 150.1, dec: 20.2 };
	const candidate = { ...observed, isdiffpos: 't', magpsf: mag, sigmapsf: 0.1, diffmaglim: 20.5, rb: 0.9 };
	const number = String(id);
	const text = JSON.stringify({
		objectId: `ZTF17n${number.slice(-6)}`,
		candid: 'CANDID',
		candidate: { ...candidate, candid: 'CANDID' },
		prv_candidates: history
	});
	return { id, address: `/alerts/ztf/${number}.json`, text: text.replaceAll('"CANDID"', number) };
}
const limit = (program: number) => ({ jd: 2457990.5, fid: 1, pid: 2, programid: program, diffmaglim: 20.1 });

let rubinIds = 1000;
/** A Rubin alert that Rubin marks as withdrawn. */
function rubinAlert(id: number, withdrawn: boolean) {
	const diaSource = {
		diaSourceId: id,
		diaObjectId: 77,
		midpointMjdTai: 60800.1,
		ra: 10,
		dec: -20,
		psfFlux: 1000,
		psfFluxErr: 10,
		band: 'r',
		timeProcessedMjdTai: 60800.2,
		timeWithdrawnMjdTai: withdrawn ? 60801 : null
	};
	return { diaSourceId: id, diaSource };
}

const circular = (number: number) => ({
	circularId: number,
	eventId: 'GRB 990101A',
	subject: 'GRB 990101A: we saw something',
	submitter: 'Mia',
	submittedHow: 'web',
	createdOn: 1_700_000_000_000,
	body: 'Something bright.'
});

/** What the public gets of an address. */
async function publicly(address: string) {
	const answer = await get(address);
	if (answer.status !== 200) return answer.status;
	return JSON.stringify({ ...((await answer.json()) as object), basis: null });
}
const foreign = [{ code: 'archive/foreign-collection', count: 1 }];

describe('a contributor', () => {
	it('adds packets to a collection of their group, which its members see and nobody else', async () => {
		const alert = ztfAlert();
		const report = await send('mia', alert.text, { collection: 'mine.nights' });
		expect(report).toMatchObject({ batches: 1, recorded: { alert: 1, photometry: 1 }, refused: [] });
		expect((await get(alert.address, tokens.get('rea'))).status).toBe(200);
		expect(await publicly(alert.address)).toBe(404);
		expect(await send('mia', alert.text, { collection: 'mine.nights' })).toMatchObject({ batches: 0 });
	});

	it('of the group that owns a public collection adds to it', async () => {
		const alert = ztfAlert();
		expect(await send('zoe', alert.text)).toMatchObject({ recorded: { alert: 1 }, refused: [] });
		expect(await publicly(alert.address)).toContain(String(alert.id));
	});

	it.each([
		['public', 1, 'ztf.public'],
		['closed', 2, 'ztf.partnership']
	])(
		'of another group adds nothing to a collection that is %s; it is kept with the reason',
		async (_, program) => {
			const alert = ztfAlert({ program });
			const report = await send('mia', alert.text);
			expect(report).toMatchObject({ refused: foreign });
			expect(report.recorded.alert).toBeUndefined();
			const reason = /The record belongs to ztf\.\S+; to which its sender may not add\./;
			const kept = await archive.database.sql<{ reason: string }[]>`
			select reason from quarantine where packet in (select id from packet where name = 'sent') order by batch desc limit 1`;
			expect(kept[0]!.reason).toMatch(/^The record belongs to ztf\./);
			expect(report.refused[0]!.reason).toMatch(reason);
			expect((await get(alert.address, archive.token)).status).toBe(404);
		}
	);

	it('has what belongs to others refused, and its neighbours recorded', async () => {
		const [own, closed, mixed] = [ztfAlert(), ztfAlert({ program: 2 }), ztfAlert({ history: [limit(2)] })];
		const report = await send('mia', `[${[own, closed, mixed].map(({ text }) => text).join(',')}]`, {
			collection: 'mine.nights'
		});
		expect(report).toMatchObject({
			recorded: { alert: 1, quarantine: 2 },
			refused: [{ code: 'archive/foreign-collection', count: 2 }]
		});
		const seen = async ({ address }: typeof own) => (await get(address, archive.token)).status;
		expect(await Promise.all([own, closed, mixed].map(seen))).toEqual([200, 404, 404]);
	});

	it.each(['ztf.public', 'ztf.nights', 'gcn.public', 'another.public', 'archive.access', 'quarantine'])(
		'has nothing put into %s, not even what cannot be read',
		async (collection) => {
			const before = await archive.database.sql`select count(*) from packet`;
			for (const packet of [ztfAlert().text, 'junk'])
				await expect(send('mia', packet, { collection })).rejects.toMatchObject({
					message: `collection must be one to which you may add, as a contributor of the group that owns it; got '${collection}'.`
				});
			expect(await archive.database.sql`select count(*) from packet`).toEqual(before);
			const [policy] = await archive.database.sql`
				select from collection_policy where name in ('another.public', 'ztf.nights')`;
			expect(policy).toBeUndefined();
		}
	);
});

describe('nobody else adds anything', () => {
	it.each([
		[null, /wants an Authorization header/],
		['rea', /role contributor in some group, which rea does not have/]
	])('%s', async (who, sentence) => {
		await expect(send(who, ztfAlert().text, { collection: 'mine.nights' })).rejects.toThrow(sentence);
	});
});

describe('what a contributor sends changes nothing that others see of', () => {
	it.each(['mine.public', 'mine.later', 'mine.nights'])('an alert told again in %s', async (collection) => {
		const open = { policy: 'public-after', publicFrom: null, publicAfterMonths: 1 } as const;
		const wish = { ...open, name: 'mine.later', owner: 'mine', title: '', knownAt: present };
		await setPolicy(archive.database, wish, 'test', present).catch(() => {});
		const alert = ztfAlert({ mag: 18.5 });
		await send('administrator', alert.text, { known_at: 'observed+20m' });
		const before = await publicly(alert.address);
		const report = await send('mia', ztfAlert({ id: alert.id, mag: 12.25 }).text, { collection });
		expect(report.refused).toHaveLength(collection === 'mine.nights' ? 0 : 1);
		expect(await publicly(alert.address)).toBe(before);
		expect(before).toContain('18.5');
	});

	it.each(['mine.public', 'mine.nights'])('an alert that is withdrawn in %s', async (collection) => {
		const id = ++rubinIds;
		await send('administrator', rubinAlert(id, false));
		const address = `/alerts/lsst/${id}.json`;
		const before = await publicly(address);
		const report = await send('mia', rubinAlert(id, true), { collection });
		expect(report).toMatchObject({ refused: foreign });
		expect(report.recorded.withdrawal).toBeUndefined();
		expect(await publicly(address)).toBe(before);
		expect((await get(address, tokens.get('rea'))).status).toBe(200);
	});

	it('an event of which a circular is told again', async () => {
		await send('administrator', circular(901));
		const before = await publicly('/events/GRB990101A.json');
		expect(before).toContain('we saw something');
		const told = (subject: string) => ({ ...circular(901), subject: `GRB 990101A: ${subject}` });
		expect(await send('mia', told('nothing'), { collection: 'mine.public' })).toMatchObject({
			refused: foreign
		});
		expect(await send('mia', told('nothing at all'))).toMatchObject({ refused: foreign });
		expect(await send('mia', told('we wonder'), { collection: 'mine.nights' })).toMatchObject({
			recorded: { notice: 1 }
		});
		expect(await publicly('/events/GRB990101A.json')).toBe(before);
	});

	it('packets that are read by a schema', async () => {
		const schema = {
			type: 'record',
			name: 'alert',
			namespace: 'lsst.v7_3',
			fields: [{ name: 'diaSource', type: 'long' }]
		};
		const report = await send('mia', schema, { collection: 'mine.nights' });
		expect(report.refused).toMatchObject([
			{ code: 'archive/foreign-schema', reason: expect.stringMatching(/administrators of the archive alone/) }
		]);
		const known = async () => (await schemasOnRecord(archive.database, archive.store)).forConfluentId(703);
		expect(await known()).toBeNull();
		await send('administrator', schema);
		expect(await known()).not.toBeNull();
	});
});

describe('what contributors told again of others’ sources', () => {
	const decide = (who: string, name: string, policy: 'public' | 'group', more = {}) => {
		const credentials = { authorization: `Bearer ${tokens.get(who) ?? archive.token}`, session: null };
		const context = contextOf(() => archive, credentials, present);
		return callerOf(context).collections.setPolicy({ name, policy, ...more });
	};

	it('is not for their group to open, in whatever way, and for the archive’s administrators it is', async () => {
		const alert = ztfAlert({ mag: 18.5 });
		await send('administrator', alert.text, { known_at: 'observed+20m' });
		const before = await publicly(alert.address);
		await send('mia', ztfAlert({ id: alert.id, mag: 12.25 }).text, { collection: 'mine.retold' });
		const refused = /mine\.retold holds what its contributors told again of other groups' sources/;
		await expect(decide('chief', 'mine.retold', 'public')).rejects.toThrow(refused);
		const delayed = { policy: 'public-after', public_after_months: '1' };
		await expect(decide('chief', 'mine.retold', 'public', delayed)).rejects.toThrow(refused);
		expect(await publicly(alert.address)).toBe(before);
		await decide('administrator', 'mine.retold', 'public');
		expect(await publicly(alert.address)).toContain('12.25');
	});

	it('closes no other collection: what is their own their group opens', async () => {
		const own = { lookback: 'telling/1', agent: 'mine/robot', stated_at: '2026-01-01T00:00:00Z' };
		const notice = { id: 'mine/opened', event: 'MINE1', kind: 'circular', title: 'Ours' };
		await send('mia', { ...own, collection: 'mine.drafts', notices: [notice] });
		expect(await publicly('/events/MINE1.json')).toBe(404);
		await decide('chief', 'mine.drafts', 'public');
		expect(await publicly('/events/MINE1.json')).toContain('Ours');
	});
});

describe('what a contributor sends first', () => {
	it.each([
		['into their own collection', 'mine.nights'],
		['to be refused', undefined]
	])('%s is recorded all the same when it comes by those who may add it', async (_, collection) => {
		for (const rule of ['received', 'observed+20m']) {
			const alert = ztfAlert({ history: [limit(1)] });
			const own = { ...(collection && { collection }), known_at: '2018-01-01' };
			await send('mia', alert.text, own);
			expect(await publicly(alert.address)).toBe(404);
			const report = await send('administrator', alert.text, { known_at: rule });
			expect(report).toMatchObject({ recorded: { alert: 1, photometry: 2 }, refused: [] });
			expect(await publicly(alert.address)).toContain('18.5');
			expect(await send('administrator', alert.text, { known_at: rule })).toMatchObject({ batches: 0 });
			expect(await send('mia', alert.text, own)).toMatchObject({ batches: 0 });
		}
	});

	it('and is refused is not recorded with the rights of whoever reads the quarantine again', async () => {
		const [foreignAlert, mixed] = [ztfAlert(), ztfAlert({ history: [limit(2)] })];
		await send('mia', foreignAlert.text);
		await send('mia', `[${foreignAlert.text},${mixed.text},{"objectId":"ZTF17nnn","candidate":{"jd":1}}]`, {
			collection: 'mine.nights'
		});
		const options = { actor: 'local', note: '', rule: { kind: 'received' }, now: () => present } as const;
		const signal = new AbortController().signal;
		const report = await retry(archive.database, archive.store, { ...options, signal, onProgress: () => {} });
		expect(report.batches).toBe(0);
		expect(await publicly(foreignAlert.address)).toBe(404);
		expect((await get(mixed.address, archive.token)).status).toBe(404);
	});
});

describe('a telling', () => {
	const telling = (change: object = {}) => ({
		lookback: 'telling/1',
		agent: 'mine/robot',
		stated_at: '2026-01-01T00:00:00Z',
		collection: 'mine.public',
		...change
	});
	let nights = 0;
	const seen = (survey: string) => ({
		survey,
		object: `T${(nights += 1)}`,
		mjd_utc: 60000 + nights,
		ra_deg: 10,
		dec_deg: 20,
		mag: 18
	});

	it('of a contributor goes to their group’s collection, in their group’s name', async () => {
		const detection = seen('mine');
		const notice = { id: `mine/${nights}`, kind: 'circular', title: 'Seen' };
		const statement = { subject: 'objects/ztf/ZTF17abc', property: 'comment', value: 'ours' };
		const told = telling({ detections: [detection], notices: [notice], statements: [statement] });
		const report = await send('mia', told);
		expect(report).toMatchObject({ recorded: { photometry: 1, notice: 1, statement: 1 }, refused: [] });
		expect(await publicly(`/objects/mine/${detection.object}.json`)).toContain('"mag":18');
	});

	it.each([
		['a collection of others', () => ({ collection: 'ztf.public', statements: [comment] })],
		["another survey's object", () => ({ detections: [seen('ztf')] })],
		["somebody else's word", () => ({ agent: 'tns', statements: [comment] })],
		["somebody else's notice", () => ({ notices: [{ id: 'ivo://gwnet/LVC#S1-1', kind: 'retraction' }] })],
		["somebody else's map", () => ({ localizations: [{ event: 'S1', notice: 'lvk/S1', name: 'm', circle }] })]
	])('of a contributor may not bear %s; it is kept with the reason', async (_, change) => {
		const report = await send('mia', telling(change()));
		expect(report).toMatchObject({ refused: foreign });
		expect(Object.keys(report.recorded).sort()).toEqual(['packet', 'quarantine']);
	});
	const comment = { subject: 'objects/ztf/ZTF17abc', property: 'class', value: 'moon' };
	const circle = { ra_deg: 1, dec_deg: 2, radius_deg: 3, containment: 0.9 };

	it('of what bears another name goes where the contributor’s group alone sees it', async () => {
		const detection = seen('valley');
		const report = await send('mia', telling({ collection: 'mine.nights', detections: [detection] }));
		expect(report).toMatchObject({ recorded: { photometry: 1 }, refused: [] });
		expect((await get(`/objects/valley/${detection.object}.json`, tokens.get('rea'))).status).toBe(200);
		expect(await publicly(`/objects/valley/${detection.object}.json`)).toBe(404);
	});
});
