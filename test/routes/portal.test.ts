import { beforeAll, describe, expect, test } from 'vitest';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

let archive: SmallArchive;
let address: string;

beforeAll(async () => {
	archive = await smallArchive();
	const portal = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	address = portal.address;
}, 300_000);

const request = (path: string, init?: RequestInit) => fetch(address + path, { redirect: 'manual', ...init });

describe('pages', () => {
	test.each([
		'/',
		'/?site=rubin',
		'/sky',
		'/sky?alerts=5&known=2021-09-18',
		'/objects',
		'/objects?near=13:09:48.1+-23:22:53&within=2+arcmin&class_by=tns',
		'/events',
		'/events/S210914zz',
		'/notices/ivo:%2F%2Fgwnet%2FLVC%23S210921zz-2-Retraction',
		'/history/events/S210914zz',
		'/diff',
		'/diff?subject=events/S210921zz&from=2021-09-21T17:20:00Z',
		'/batches',
		'/batches/1',
		'/sources',
		'/sources/refused',
		'/collections',
		'/collections?known=2021-09-14T06:30:00Z',
		'/groups',
		'/groups/ztf',
		'/search?q=S210914zz',
		'/search',
		'/stories',
		'/stories/17-august-2017?known=2017-08-18T01:05:00Z',
		'/events?known=2021-09-14T06:30:00Z&unknown=ignored'
	])('%s is a page', async (path) => {
		const response = await request(path);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toContain('text/html');
		expect(response.headers.get('x-content-type-options')).toBe('nosniff');
		expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
	});

	test.each(['/', '/events/S210914zz', '/stories', '/sky', '/search?q=S210914zz'])(
		'%s carries the basis of what it shows',
		async (path) => {
			const basis = '2021-09-15T00:00:00Z~2';
			const response = await request(`${path}${path.includes('?') ? '&' : '?'}basis=${basis}`);
			expect(response.headers.get('lookback-basis')).toBe(basis);
			expect(response.headers.get('cache-control')).toBe('private, no-cache');
		}
	);

	test.each(['/runs/nothing', '/facilities/nowhere', '/objects/ztf/nothing'])(
		'%s, looked for in the past, may have come later',
		async (path) => {
			const says = 'It may not have been known yet at this basis';
			expect(await (await request(`${path}?known=2021-09-15`)).text()).toContain(says);
			expect(await (await request(path)).text()).not.toContain(says);
		}
	);

	test.each([
		['/?site=nowhere', 400, 'site must be one of cerro-tololo'],
		['/sky?alerts=50001', 400, 'alerts must be a whole number from 1 to 50000'],
		['/objects?near=somewhere', 400, 'near must be a position'],
		['/objects?near=1+2+3s&within=4s', 400, 'The radius is given twice'],
		['/objects?ra=abc&dec=1', 400, 'ra must be a number of degrees'],
		['/diff?subject=S210914zz&from=2021-09-14', 400, 'subject must be objects/'],
		['/objects/ztf/nothing', 404, 'No object ztf/nothing is known'],
		['/events?known=whenever', 400, 'whenever'],
		['/groups/archive', 404, 'No group archive is known'],
		['/audit', 401, 'This is for administrators of the archive'],
		['/people', 401, 'This is for administrators of the archive'],
		['/account', 401, 'Sign in to see your account.'],
		['/no/such/page', 404, 'There is no page at /no/such/page']
	])('%s says what is wrong', async (path, status, sentence) => {
		const response = await request(path);
		expect(response.status).toBe(status);
		const html = await response.text();
		expect(html).toContain(sentence);
		const anew = `<a href="${path.split('?')[0]}">Ask anew</a>`;
		if (status === 400) expect(html).toContain(anew);
	});
});

describe('addresses with a suffix', () => {
	test('answer HEAD as GET without a body', async () => {
		const [get, head] = [await request('/events.json'), await request('/events.json', { method: 'HEAD' })];
		expect(head.status).toBe(200);
		expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
		expect(await head.text()).toBe('');
	});

	test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
		'refuse %s and say what they take',
		async (method) => {
			const response = await request('/objects.json', { method });
			expect(response.status).toBe(405);
			expect(response.headers.get('allow')).toBe('GET, HEAD');
			expect(await response.json()).toMatchObject({ code: 'api/method-not-allowed' });
		}
	);

	test('may hold what URLs can only escape, or nonsense', async () => {
		for (const path of [
			'/objects/ztf/%E0%A4%A.json',
			'/objects/ztf/%00.json',
			'/%ff.csv',
			'/notices/%2F%2F.json'
		]) {
			const response = await request(path);
			expect([400, 404]).toContain(response.status);
			expect(response.headers.get('content-type')).toBe('application/problem+json');
		}
	});

	test('do not let a browser run what they hand out', async () => {
		const response = await request('/notices/ivo:%2F%2Fgwnet%2FLVC%23S210921zz-2-Retraction.original');
		expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
		expect(response.headers.get('content-security-policy')).toContain('sandbox');
	});
});

describe('/api', () => {
	test('describes itself', async () => {
		const response = await request('/api/openapi.json');
		expect((await response.json()).paths).toHaveProperty('/objects/{survey}/{id}.json');
	});

	test('says in a problem that there is nothing', async () => {
		const response = await request('/api/nothing');
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toBe('application/problem+json');
	});

	test('speaks tRPC', async () => {
		const response = await request(`/api/trpc/events.list?input=${encodeURIComponent('{"limit":1}')}`);
		expect((await response.json()).result.data.events).toHaveLength(1);
	});

	test('takes packets at /api/ingest from who may write', async () => {
		const body = JSON.stringify({
			circularId: 99001,
			subject: 'GRB 200101Z: a test of ingest',
			eventId: 'GRB 200101Z',
			submitter: 'A. Person',
			createdOn: 1577880000000,
			body: 'Nothing was seen.'
		});
		const send = (headers: Record<string, string>, query = '') =>
			request(`/api/ingest${query}`, {
				method: 'POST',
				headers: { 'content-type': 'application/octet-stream', ...headers },
				body
			});
		expect((await send({})).status).toBe(401);
		const authorization = `Bearer ${archive.token}`;
		expect((await send({ authorization }, '?known_at=whenever')).status).toBe(400);
		const report = await send({ authorization }, '?name=99001.json');
		expect(await report.json()).toMatchObject({ batches: 1, recorded: { notice: 1 } });
		const circular = await (await request('/notices/gcn/circulars/99001.json')).json();
		expect(circular.notice).toMatchObject({ title: 'GRB 200101Z: a test of ingest', known_from: 'stated' });
		const original = await request('/notices/gcn/circulars/99001.original');
		expect(await original.text()).toBe(body);
	});

	test('takes packets of whatever type a program calls them, and answers in sentences', async () => {
		const body = JSON.stringify({
			circularId: 99002,
			subject: 'GRB 200102Z: sent as curl sends',
			eventId: 'GRB 200102Z',
			submitter: 'A. Person',
			createdOn: 1577880000000,
			body: 'Nothing was seen.'
		});
		for (const type of ['application/x-www-form-urlencoded', 'text/plain', null]) {
			const send = (headers: Record<string, string>) =>
				request('/api/ingest?name=99002.json', {
					method: 'POST',
					headers: { ...(type !== null && { 'content-type': type }), ...headers },
					body: Buffer.from(body)
				});
			const refused = await send({});
			expect([type, refused.status]).toEqual([type, 401]);
			expect(refused.headers.get('content-type')).toBe('application/problem+json');
			const taken = await send({ authorization: `Bearer ${archive.token}` });
			expect([type, await taken.json()]).toMatchObject([type, { sources: [{ format: 'gcn-circular' }] }]);
		}
	});

	test('refuses a form of another site with a sentence', async () => {
		for (const type of ['application/x-www-form-urlencoded', 'Text/Plain; charset=utf-8']) {
			const response = await request('/sign-in', {
				method: 'POST',
				headers: { 'content-type': type, origin: 'http://evil.test' },
				body: 'name=mallory'
			});
			expect(response.status).toBe(403);
			expect(await response.json()).toMatchObject({
				code: 'api/another-site',
				detail: expect.stringContaining('must come from a page of this portal')
			});
		}
	});

	test('refuses a body that is empty or larger than 64 MiB', async () => {
		const send = (body: Uint8Array<ArrayBuffer>) =>
			request('/api/ingest', {
				method: 'POST',
				headers: { authorization: `Bearer ${archive.token}`, 'content-type': 'application/octet-stream' },
				body
			});
		expect((await (await send(new Uint8Array())).json()).code).toBe('api/no-body');
		const large = await send(new Uint8Array(65 * 2 ** 20));
		expect([400, 413]).toContain(large.status);
	});
});
