import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { GET, POST } from '../../src/routes/api/trpc/[...path]/+server.ts';
import { getter, present, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;

beforeAll(async () => {
	archive = await smallArchive();
});

/** Calls a route's handler as SvelteKit does. */
async function call(handler: typeof GET, path: string, init: RequestInit = {}, token?: string) {
	const url = new URL(path, 'http://lookback.test');
	const context = contextOf(
		() => archive,
		{ authorization: token ? `Bearer ${token}` : null, session: null },
		present
	);
	const event = { locals: { context }, request: new Request(url, init), url };
	return handler(event as unknown as Parameters<typeof GET>[0]);
}

const query = (procedure: string, input: object) =>
	call(GET, `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);

describe('tRPC', () => {
	test('answers what the address of the same thing answers', async () => {
		const response = await query('events.read', { name: 'S210914zz', known: '2022-01-01', batch: '1' });
		const rest = await getter(archive)('/events/S210914zz.json?known=2022-01-01');
		expect(response.status).toBe(404);
		expect(rest.status).toBe(200);
		const { basis, ...body } = await rest.json();
		const pinned = await query('events.read', { name: 'S210914zz', basis });
		expect((await pinned.json()).result.data).toEqual({ basis, ...body });
		expect(pinned.headers.get('lookback-basis')).toBe(basis);
		expect(pinned.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
	});

	test('says what is wrong in the same sentences, with code and values', async () => {
		const { error } = await (await query('objects.search', { ra: 'abc', dec: 1 })).json();
		expect(error.message).toBe('ra must be a number of degrees from 0 to below 360; got abc.');
		expect(error.data).toMatchObject({ code: 'BAD_REQUEST', reason: 'api/bad-parameter' });
		expect(error.data).not.toHaveProperty('stack');
		const { error: unknown } = await (await query('objects.read', { survey: 'ztf', id: 'x' })).json();
		expect(unknown.data).toMatchObject({ httpStatus: 404, values: { survey: 'ztf', objectId: 'x' } });
	});

	test('takes packets with a token alone, and the same ones once', async () => {
		const xml = `<?xml version="1.0"?><voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0" role="observation" ivorn="ivo://gwnet/LVC#S990101zz-1-Preliminary"><Who><Date>2021-01-01T00:00:00</Date></Who><What><Param name="GraceID" value="S990101zz"/><Param name="AlertType" value="Preliminary"/></What></voe:VOEvent>`;
		const bytes = Buffer.from(xml).toString('base64');
		const init = {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ bytes, name: 'a notice' })
		};
		const ingest = (token?: string) => call(POST, '/api/trpc/packets.ingest', init, token);
		expect((await ingest()).status).toBe(401);
		const first = await (await ingest(archive.token)).json();
		expect(first.result.data).toMatchObject({ batches: 1, recorded: { notice: 1 }, refused: [] });
		const again = await (await ingest(archive.token)).json();
		expect(again.result.data).toMatchObject({ batches: 0, sources: [{ repeated: 1 }] });
		const page = await getter(archive)('/events/S990101zz.json?known=2021-01-02');
		expect(page.status).toBe(200);
	});

	test.each(['.', '..', '/', '../..', 'a/../../b', '\\..\\c', '\n', '%2e%2e%2f'])(
		'takes a packet of the name %j, which leads nowhere',
		async (name) => {
			const body = JSON.stringify({ bytes: Buffer.from(`no packet ${name}`).toString('base64'), name });
			const headers = { 'content-type': 'application/json' };
			const init = { method: 'POST', headers, body };
			const answer = await call(POST, '/api/trpc/packets.ingest', init, archive.token);
			expect(answer.status).toBe(200);
			expect((await answer.json()).result.data.refused).toHaveLength(1);
		}
	);
});
