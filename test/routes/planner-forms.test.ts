import { beforeAll, expect, test } from 'vitest';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordCampaign } from '#lib/planner/campaigns/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;
let archive: SmallArchive;
let address: string;
let keeper: FormSender;

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const facility = seedFacilities().find((one) => one.facility === 'palomar-60')!;
	const by = { viewer: await localViewer(database), actor: 'test', now: clock() };
	await recordFacilities(archive, [{ facility }], by);
	const campaign = { campaign: 'one-target', title: 'One target', owner: 'public', audience: 'public' };
	const sets = [{ band: 'r', exposureSec: 60 }];
	const goals = { targets: [{ name: 'M 13', raDeg: 250.4, decDeg: 36.5, sets }] };
	const always = { targets: [{ ...polaris, name: 'Polaris', sets }] };
	for (const told of [
		{ ...campaign, goals },
		{ ...campaign, campaign: 'every-night', goals: always }
	])
		await recordCampaign(
			archive,
			{ ...told, isAnonymous: false, state: 'open', reason: null, follows: 0 },
			{ ...by, now: clock() }
		);
	({ address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir }));
	keeper = formSender(address, (await openSession(database, null, 'link', null, clock())).secret);
}, 300_000);

test.each([
	[
		'a campaign',
		'/campaigns?/save',
		{
			campaign: 'for-itself',
			title: 'For itself',
			owner: 'public',
			audience: 'owner',
			targets: 'M 13, 250.4, 36.5, r, 60'
		}
	],
	[
		'time',
		'/observe?/propose',
		{
			wanter: 'owner:public',
			instrument: 'palomar-60/sedm-rc',
			from: '2030-06-02T05:00:00Z',
			to: '2030-06-02T05:10:00Z',
			ra_deg: '250.4',
			dec_deg: '36.5'
		}
	]
])('%s that the archive itself wants is not kept for a group that there is not', async (_, path, fields) => {
	const { status, html } = await keeper.post(path, Object.entries(fields));
	expect(status).toBe(400);
	expect(plainText(html)).toContain('What the archive itself wants is seen by everyone');
});

test('a night is drawn for a site that there is, on pages of a position and of a campaign', async () => {
	for (const path of ['/observe?ra=250.4&dec=36.5&', '/campaigns/one-target?']) {
		for (const site of ['', 'site=', 'site=palomar-60'])
			expect((await keeper.get(path + site)).status).toBe(200);
		const { status, html } = await keeper.get(`${path}site=banana`);
		expect(status).toBe(400);
		expect(plainText(html)).toContain(
			'site must be a facility on the ground, one of palomar-60; got banana.'
		);
	}
});

test('a plan of a time that is over says so, and that its blocks can be asked for no more', async () => {
	const span = [40, 16].map((hours) => formatInstant((clock() - hours * 3.6e9) as Instant));
	const asked = { campaigns: 'every-night', from: span[0]!, to: span[1]!, seconds: '1' };
	const made = await keeper.post('/campaigns/every-night?/plan', Object.entries(asked));
	const path = new URL(made.location!, 'http://portal').pathname;
	const text = plainText((await keeper.get(path)).html);
	expect(text).toMatch(
		/Counterfactual: everything is as known at .*, when the time planned, from .*, was over\./
	);
	expect(text.match(/Counterfactual/g)).toHaveLength(1);
	expect(text).toMatch(/Its block is over, and it cannot be asked for any more\./);
	expect(text).not.toContain('Propose its blocks');
	for (const list of ['/plans', '/campaigns/every-night'])
		expect(plainText((await keeper.get(list)).html)).toMatch(
			new RegExp(`${path.split('/').at(-1)} .{0,20}counterfactual`)
		);
	const table = await keeper.get('/plans.csv');
	expect(table.html).toMatch(/Counterfactual: everything is as known at /);
	const refused = await keeper.post(`${path}?/propose`, []);
	expect(plainText(refused.html)).toMatch(/The block cannot be proposed: from .* to .* is over; it is/);
});

const post = (path: string, body: BodyInit, more: RequestInit & { duplex?: 'half' } = {}) =>
	fetch(address + path, {
		method: 'POST',
		body,
		...more,
		headers: { 'content-type': 'application/json', ...more.headers }
	});
const authorised = () => ({ headers: { authorization: `Bearer ${archive.token}` } });

test(
	'ten thousand targets are sent to the API and by a form, and planned',
	{ timeout: 300_000 },
	async () => {
		const places = Array.from({ length: 10_000 }, (_, i) => ({
			...{ name: `target number ${i}`, raDeg: (i * 137.508) % 360, decDeg: -40 + (i % 120) }
		}));
		const lines = places.map(({ name, raDeg, decDeg }) => `${name}, ${raDeg}, ${decDeg}, r, 2x60`);
		const form = {
			campaign: 'many-lines',
			title: 'Many lines',
			owner: 'public',
			audience: 'public',
			follows: '0'
		};
		const sent = await keeper.post('/campaigns?/save', [
			...Object.entries(form),
			['targets', lines.join('\n')]
		]);
		expect([sent.status, sent.note, sent.location]).toEqual([303, null, '/campaigns/many-lines']);
		// a page that everybody who may plan looks at does not bring all of them along
		const page = await keeper.get('/campaigns/many-lines');
		expect(page.html).toContain('revise=true#revise');
		expect(page.html).not.toContain('target number 9999,');
		const revising = await keeper.get('/campaigns/many-lines?revise=true');
		expect(revising.html).toContain('target number 9999,');

		const sets = [{ band: 'r', exposureSec: 60, exposures: 2 }];
		const goals = { targets: places.map((one) => ({ ...one, sets, facilities: ['palomar-60'] })) };
		const wish = { campaign: 'many', title: 'Many', owner: 'public', audience: 'public', goals };
		const saved = await post('/api/trpc/campaigns.save', JSON.stringify(wish), authorised());
		expect([saved.status, await saved.json()]).toEqual([
			200,
			{ result: { data: { campaign: 'many', revision: 1 } } }
		]);
		const night = { from: '2030-06-02T03:00:00Z', to: '2030-06-02T13:00:00Z', iterations: 1 };
		const ask = JSON.stringify({ campaigns: ['many'], ...night });
		const made = await post('/api/trpc/plans.make', ask, authorised());
		const { result } = (await made.json()) as { result: { data: { plan: string } } };
		const read = await fetch(`${address}/plans/${result.data.plan}.json`, authorised());
		const { blocks, left_out } = (await read.json()) as Record<string, { visit: string; reason?: string }[]>;
		expect(new Set([...blocks!, ...left_out!].map(({ visit }) => visit)).size).toBe(10_000);
		expect(blocks!.length).toBeGreaterThan(50);
		expect(left_out!.every(({ reason }) => reason!.endsWith('.'))).toBe(true);
	}
);

test('a large campaign is read of planners alone, and not without end', async () => {
	for (const path of ['/api/trpc/campaigns.save', '/campaigns?/save', '/campaigns/one-target?/save']) {
		const headers: Record<string, string> = path.startsWith('/api')
			? {}
			: { origin: address, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
		// an answer that waited for the end of this would never come
		const endless = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(300_000)) });
		const { status } = await post(path, endless, { headers, duplex: 'half' });
		expect([path, status]).toEqual([path, 401]);
	}
	const large = await post('/api/trpc/campaigns.save', ' '.repeat(17 * 2 ** 20), authorised());
	expect(large.status).toBe(400);
	expect(await large.json()).toMatchObject({
		detail:
			"The body must have at most 16777216 bytes (16 MiB); record larger campaigns with 'lookback campaign save'."
	});
	const elsewhere = await post('/api/trpc/plans.make', ' '.repeat(300_000), authorised());
	expect(await elsewhere.json()).toMatchObject({ code: 'api/large-body' });
});

test('a file of pointings that does not name its event is sent with it, by a form and to the API', async () => {
	const row = (id: number, status: string) => ({
		...{ id, ra: 196.9, dec: -23.8, instrumentid: 47, status },
		...{ band: 'r', depth: 20.5, depth_unit: 'ab_mag', time: '2019-04-25T09:00:00' }
	});
	const file = (...ids: number[]) =>
		JSON.stringify([...ids.map((id) => row(id, 'completed')), row(9, 'cancelled')]);
	const said = { facility: 'palomar-60', instrument: 'sedm-rc', event: 'S190425z' };
	const at = '2019-04-26T00:00:00Z';
	const query = new URLSearchParams({ ...said, known_at: at, name: 'looks.json' });
	const sent = await post(`/api/pointings?${query}`, file(1, 2), authorised());
	const cancelled = 'pointing 9: It was cancelled, and tells of no pointing.';
	expect(await sent.json()).toEqual({ read: 2, recorded: 2, refused: [{ reason: cancelled, count: 1 }] });
	expect((await post(`/api/pointings?${query}`, file(1))).status).toBe(401);

	const page = await keeper.get('/pointings');
	expect(page.html).toContain('enctype="multipart/form-data"');
	const form = new FormData();
	for (const [name, value] of Object.entries({ ...said, known_at: at })) form.set(name, value);
	form.set('file', new File([file(2, 3)], 'looks.json'));
	const answer = await fetch(`${address}/pointings?/import`, {
		method: 'POST',
		body: form,
		headers: { origin: address, accept: 'text/html', cookie: `lookback_session=${keeper.session}` }
	});
	const words = plainText(await answer.text());
	expect(words).toContain('1 of 2 pointings recorded; the others are on record in the same words.');
	expect(words).toContain(cancelled);
	const listed = await fetch(`${address}/pointings.json?event=S190425z`);
	const { pointings } = (await listed.json()) as { pointings: { pointing: string; known_at: string }[] };
	expect(pointings.map(({ pointing, known_at }) => [pointing, known_at])).toEqual(
		[3, 2, 1].map((id) => [`treasure-map ${id}`, at])
	);
	const outside = await fetch(`${address}/pointings`);
	expect(await outside.text()).not.toContain('multipart/form-data');
});

test('a plan that is refused keeps the facilities that were ticked, so that the next one uses no more', async () => {
	const night = { from: '2030-06-03T05:00:00Z', to: '2030-06-02T05:00:00Z', seconds: '1' };
	const { status, html } = await keeper.post(
		'/campaigns/one-target?/plan',
		Object.entries({ campaigns: 'one-target', ...night, facilities: 'palomar-60' })
	);
	expect(status).toBe(400);
	expect(html).toMatch(/<input[^>]*name="facilities"[^>]*value="palomar-60"[^>]* checked/);
	expect(html).not.toMatch(/<input[^>]*name="facilities_now"[^>]* checked/);
	const untouched = (await keeper.get('/campaigns/one-target')).html;
	expect(untouched).not.toMatch(/<input[^>]*name="facilities"[^>]* checked/);
	expect(untouched).toMatch(/<input[^>]*name="facilities_now"[^>]* checked/);
});
