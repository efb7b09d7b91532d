import { beforeAll, expect, test } from 'vitest';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordCampaign } from '#lib/planner/campaigns/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { smallArchive } from '../support/archive.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;
let keeper: FormSender;

beforeAll(async () => {
	const archive = await smallArchive();
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
	const { address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
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
	const refused = await keeper.post(`${path}?/propose`, []);
	expect(plainText(refused.html)).toMatch(/The block cannot be proposed: from .* to .* is over; it is/);
});
