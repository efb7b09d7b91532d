import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { tellAccount } from '#lib/api/told-account.ts';
import { admitting, usualLimits, type AdmissionLimits } from '../../src/cli/admission.server.ts';
import {
	listen,
	usualConnections,
	type ConnectionLimits,
	type HttpServer
} from '../../src/cli/http-server.server.ts';

const everybody = { atOnce: Infinity, waiting: Infinity };
const one = { atOnce: 1, ofOne: everybody, longestWaitMs: 20_000, retryAfterSec: 7 };
/** The header in which these tests say whose request it is. */
const told = { header: 'x-forwarded-for', depth: 1 };

const opened: HttpServer[] = [];
afterEach(async () => {
	for (const http of opened.splice(0)) await http.close();
});

/** A server of so small limits; `handler` is what it guards. */
async function serve(
	handler: RequestListener,
	limits: Partial<AdmissionLimits> = {},
	connections: Partial<ConnectionLimits> = {}
): Promise<string> {
	const http = await listen('127.0.0.1', 0, { ...usualConnections, ...connections });
	opened.push(http);
	http.serve(admitting(handler, { ...usualLimits, ...limits }, told));
	return http.address;
}

/** A handler whose answers wait until they are let go, one after the other. */
function held() {
	const waiting: ServerResponse[] = [];
	const handler: RequestListener = (request, response) => {
		request.resume();
		waiting.push(response);
	};
	const begun = async (count: number) => {
		while (waiting.length < count) await sleep(5);
	};
	return { handler, begun, release: () => waiting.shift()!.end('done') };
}

/** A connection on which a test writes what it likes; `rest` is all that comes back until it is closed. */
function rawConnection(address: string): { socket: Socket; rest: Promise<string> } {
	const { hostname, port } = new URL(address);
	const socket = connect(Number(port), hostname);
	return { socket, rest: text(socket).catch((error: Error) => error.message) };
}

describe('more requests than can be worked on', () => {
	test('are refused with a problem that says when to come again, and let in afterwards', async () => {
		const { handler, begun, release } = held();
		const address = await serve(handler, { reading: { ...one, waiting: 0 } });
		const first = fetch(address);
		await begun(1);
		const refused = await fetch(address);
		expect(refused.status).toBe(429);
		expect(refused.headers.get('retry-after')).toBe('7');
		expect(refused.headers.get('content-type')).toBe('application/problem+json');
		expect(await refused.json()).toEqual({
			type: 'urn:lookback:error:api/busy',
			title: 'Too many requests',
			status: 429,
			detail: 'Lookback has more to do at the moment than it can; ask again in 7 s.',
			code: 'api/busy'
		});
		release();
		expect((await first).status).toBe(200);
		const next = fetch(address);
		await begun(1);
		release();
		expect((await next).status).toBe(200);
	});

	test('wait their turn where there is room to wait', async () => {
		const { handler, begun, release } = held();
		const address = await serve(handler, { reading: { ...one, waiting: 1 } });
		const first = fetch(address);
		await begun(1);
		const others = [fetch(address), fetch(address)];
		expect((await Promise.race(others)).status).toBe(429);
		release();
		await begun(1);
		release();
		expect((await first).status).toBe(200);
		const statuses = (await Promise.all(others)).map(({ status }) => status);
		expect(statuses.sort()).toEqual([200, 429]);
	});

	test('of one browser wait for a slow machine, whose answers take half a second each', async () => {
		const address = await serve((_, response) => void sleep(500).then(() => response.end('done')));
		// a browser has six connections to a host
		const answers = await Promise.all(Array.from({ length: 6 }, () => fetch(address)));
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
	});

	test('wait no longer than a moment', async () => {
		const { handler, begun, release } = held();
		const address = await serve(handler, { reading: { ...one, waiting: 1, longestWaitMs: 10 } });
		const first = fetch(address);
		await begun(1);
		expect((await fetch(address)).status).toBe(429);
		release();
		expect((await first).status).toBe(200);
	});

	test('are refused in words to browsers, whose page asks again, and to SvelteKit as it expects', async () => {
		const { handler, begun } = held();
		const address = await serve(handler, { reading: { ...one, waiting: 0 } });
		void fetch(address).catch(() => undefined);
		await begun(1);
		const page = await fetch(`${address}/objects`, { headers: { accept: 'text/html,*/*;q=0.8' } });
		expect(page.status).toBe(429);
		expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(await page.text()).toContain('<meta http-equiv="refresh" content="7">');
		const data = await fetch(`${address}/objects/__data.json?ra=1`);
		expect(data.headers.get('content-type')).toBe('application/json');
		expect(await data.json()).toEqual({
			message: 'Lookback has more to do at the moment than it can; ask again in 7 s.',
			code: 'api/busy'
		});
	});

	test('hold back neither the files of pages nor packets; and packets hold back no reader', async () => {
		const { handler, begun } = held();
		const address = await serve(
			(request, response) =>
				request.url?.includes('slow') ? handler(request, response) : void response.end('done'),
			{ reading: { ...one, waiting: 0 }, ingest: { ...one, waiting: 0 } }
		);
		const post = (path: string) => fetch(address + path, { method: 'POST', body: 'a packet' });
		void fetch(`${address}/slow`).catch(() => undefined);
		await begun(1);
		expect((await fetch(address)).status).toBe(429);
		expect((await fetch(`${address}/_app/immutable/start.js`)).status).toBe(200);
		expect((await post('/api/ingest?name=a')).status).toBe(200);
		void post('/api/ingest?name=slow').catch(() => undefined);
		await begun(2);
		expect((await post('/api/ingest')).status).toBe(429);
		expect((await post('/api/trpc/packets.ingest')).status).toBe(429);
		expect((await post('/software?/push')).status).toBe(429);
		expect((await post('/api/trpc/software.push')).status).toBe(429);
	});

	test('of one client leave a turn and a place to wait to others, and come in order with theirs', async () => {
		const { handler, begun, release } = held();
		const limits = { atOnce: 2, waiting: 2, ofOne: { atOnce: 1, waiting: 1 } };
		const address = await serve(handler, { reading: { ...one, ...limits } });
		const from = (client: string) => fetch(address, { headers: { 'x-forwarded-for': client } });
		const hers = [from('192.0.2.1')];
		await begun(1);
		hers.push(from('192.0.2.1'), from('192.0.2.1'));
		expect((await Promise.race(hers)).status).toBe(429);
		const his = [from('192.0.2.2')];
		await begun(2);
		his.push(from('192.0.2.2'));
		expect((await Promise.race([...his, sleep(100).then(() => null)]))?.status).toBeUndefined();
		for (let i = 0; i < 4; i++) {
			release();
			await begun(Math.min(2, 3 - i));
		}
		const statuses = (await Promise.all([...hers, ...his])).map(({ status }) => status);
		expect(statuses.sort()).toEqual([200, 200, 200, 200, 429]);
	});

	test.each(['/_app/../events', '/_app/%2e%2e/events', '/_app/x/..\\../events', '/_app/../_app/../events'])(
		'are counted by what the portal will read, not by what is written: %s',
		async (path) => {
			const { handler, begun } = held();
			const address = await serve(handler, { reading: { ...one, waiting: 0 } });
			void fetch(address).catch(() => undefined);
			await begun(1);
			const { socket, rest } = rawConnection(address);
			socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
			expect(await rest).toMatch(/^HTTP\/1.1 429/);
		}
	);

	test.each(['a/events?', 'a/..', 'a#', 'a@b', 'a?', 'a b', 'a:80/', '[::1]/', '\\a'])(
		'are refused where the host would change what is read: %s',
		async (host) => {
			const address = await serve((_, response) => void response.end('done'));
			const { socket, rest } = rawConnection(address);
			socket.write(`GET /_app/x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
			expect(await rest).toMatch(/^HTTP\/1.1 400 [^]*"api\/bad-host"/);
		}
	);

	test.each(['a', 'a.b-c_d:8080', '127.0.0.1:1', '[::1]', '[fe80::1]:80'])(
		'are taken for any host that is one: %s',
		async (host) => {
			const address = await serve((_, response) => void response.end('done'));
			const { socket, rest } = rawConnection(address);
			socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
			expect(await rest).toMatch(/^HTTP\/1.1 200/);
		}
	);

	test('are acts where they show a credential: fifty from one address are all answered, and hold back no reader', async () => {
		const { handler, begun, release } = held();
		const address = await serve(
			(request, response) =>
				request.method === 'POST' ? handler(request, response) : void response.end('done'),
			{ reading: { ...one, waiting: 0 } }
		);
		const claims = Array.from({ length: 50 }, (_, i) =>
			fetch(`${address}/api/trpc/schedule.change`, {
				method: 'POST',
				headers: { authorization: `Bearer of client ${i}` },
				body: '{}'
			})
		);
		for (let i = 0; i < 50; i++) {
			await begun(1);
			if (i === 0) expect((await fetch(address)).status).toBe(200);
			release();
		}
		expect(new Set((await Promise.all(claims)).map(({ status }) => status))).toEqual(new Set([200]));
	});

	test('are counted by account once their credential was found to be of one, made-up ones by address', async () => {
		const { handler, begun, release } = held();
		const address = await serve(
			(request, response) => {
				const { authorization = '' } = request.headers;
				if (authorization.startsWith('Bearer of ')) tellAccount(request, authorization.split(' ')[2]!);
				return handler(request, response);
			},
			{ acting: { ...one, atOnce: 2, waiting: 0, ofOne: { atOnce: 1, waiting: 0 } } }
		);
		const act = (token: string) =>
			fetch(address, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: 'a=b' });
		const statusOf = async (token: string) => (await act(token)).status;
		// nothing is known of them yet, so that both are of one address
		const first = act('of ann 1');
		await begun(1);
		expect(await statusOf('of bob 1')).toBe(429);
		release();
		expect((await first).status).toBe(200);
		const bob = act('of bob 1');
		await begun(1);
		release();
		await bob;
		// from the same address now each has a turn, but no account two, and what is made up has that of the address
		const both = [act('of ann 1'), act('of bob 1')];
		await begun(2);
		expect([await statusOf('of ann 1'), await statusOf('of bob 1')]).toEqual([429, 429]);
		release();
		release();
		expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
		const madeUp = act('nobody 1');
		await begun(1);
		expect(await statusOf('nobody 2')).toBe(429);
		release();
		expect((await madeUp).status).toBe(200);
	});

	test('are packets however their address is written', async () => {
		const { handler, begun } = held();
		const address = await serve(handler, {
			reading: { ...one, waiting: 0 },
			ingest: { ...one, waiting: 0 }
		});
		const post = (path: string) => fetch(address + path, { method: 'POST', body: 'a packet' });
		void post('/api/trpc/packets%2Eingest').catch(() => undefined);
		await begun(1);
		expect((await post('/api/trpc/sources.list,packets.ingest')).status).toBe(429);
		void fetch(address).catch(() => undefined);
		await begun(2);
	});

	test.each([
		['when what they asked is answered all the same', 3_600_000],
		['after a while, where that never is', 50]
	])('come in again after clients that left, %s', async (_, longestUnseenMs) => {
		const { handler, begun, release } = held();
		const address = await serve(handler, { reading: { ...one, waiting: 0 }, longestUnseenMs });
		const leaving = new AbortController();
		const left = fetch(address, { signal: leaving.signal }).catch(() => 'left');
		await begun(1);
		leaving.abort();
		expect(await left).toBe('left');
		if (longestUnseenMs > 50) {
			for (let i = 0; i < 5; i++) expect((await fetch(address)).status).toBe(429);
			release();
		}
		const inAll = longestUnseenMs > 50 ? 1 : 2;
		let next = fetch(address);
		while (await Promise.race([next.then(({ status }) => status === 429), begun(inAll).then(() => false)]))
			next = fetch(address);
		for (let i = 0; i < inAll; i++) release();
		expect((await next).status).toBe(200);
	});
});

describe('a client that takes its time', () => {
	const answering: RequestListener = async (request, response) => {
		response.end(`${request.method} ${request.url}: ${await text(request).catch(() => 'cut')}`);
	};

	test('is cut when the head of its request does not end', async () => {
		const address = await serve(answering, {}, { headMs: 100 });
		const { socket, rest } = rawConnection(address);
		socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
		const drip = setInterval(() => socket.write('a'), 20);
		expect(await rest).toMatch(/^HTTP\/1.1 408/);
		clearInterval(drip);
	});

	test('holds no turn while its body comes byte by byte, and is told when that takes too long', async () => {
		const address = await serve(answering, {
			reading: { ...one, waiting: 0 },
			ingest: { ...one, waiting: 0 },
			wholeBodyMs: 1500
		});
		const slow = ['/sign-in', '/api/ingest'].map((path) => {
			const { socket, rest } = rawConnection(address);
			socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n`);
			const drip = setInterval(() => socket.write('a'), 20);
			return { socket, rest: rest.finally(() => clearInterval(drip)) };
		});
		await Promise.all(slow.map(({ socket }) => once(socket, 'connect')));
		const quick = await fetch(`${address}/sign-in`, { method: 'POST', body: 'a=b' });
		expect(await quick.text()).toBe('POST /sign-in: a=b');
		const packet = await fetch(`${address}/api/ingest`, { method: 'POST', body: 'a packet' });
		expect(await packet.text()).toBe('POST /api/ingest: a packet');
		for (const { rest } of slow) {
			expect(await rest).toMatch(/^HTTP\/1.1 400 [^]*"The body must arrive within 1.5 s; it did not\."/);
		}
	});

	test('is cut when a large packet does not come to its end', async () => {
		const address = await serve(answering, {}, { headMs: 100, requestMs: 200 });
		const { socket, rest } = rawConnection(address);
		socket.write('POST /api/ingest HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n');
		const drip = setInterval(() => socket.write('a'), 20);
		expect(await rest).toMatch(/^HTTP\/1.1 408|ECONNRESET/);
		clearInterval(drip);
	});

	test('is cut when it never reads its answer, and its making ends', async () => {
		const ended = Promise.withResolvers<string>();
		const address = await serve(
			(_, response) => {
				response.once('close', () => ended.resolve(response.writableFinished ? 'finished' : 'cut'));
				const more = () => {
					while (response.write(Buffer.alloc(65_536)));
				};
				response.on('drain', more);
				more();
			},
			{ reading: { ...one, waiting: 0 } },
			{ stallMs: 200 }
		);
		const { socket } = rawConnection(address);
		socket.pause();
		socket.write('GET /all.csv HTTP/1.1\r\nHost: a\r\n\r\n');
		expect(await ended.promise).toBe('cut');
		socket.destroy();
	});

	test('is waited for no more than others when the answer needs longer than a client may be silent', async () => {
		const address = await serve(
			async (_, response) => {
				await sleep(300);
				response.write('at ');
				await sleep(300);
				response.end('last');
			},
			{},
			{ stallMs: 100 }
		);
		expect(await (await fetch(address)).text()).toBe('at last');
	});
});

test('connections of one address leave room for those of others', async () => {
	const address = await serve((_, response) => void response.end('done'), {}, { connectionsOfOne: 2 });
	const open = [rawConnection(address), rawConnection(address)];
	await Promise.all(open.map(({ socket }) => once(socket, 'connect')));
	const third = rawConnection(address);
	third.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
	expect(await third.rest).toMatch(/^$|ECONNRESET|EPIPE/);
	// other addresses of loopback are at hand on Linux alone
	if (process.platform === 'linux') {
		const { hostname, port } = new URL(address);
		const other = connect({ host: hostname, port: Number(port), localAddress: '127.0.0.2' });
		other.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
		expect(await text(other)).toMatch(/^HTTP\/1.1 200/);
	}
	open[0]!.socket.destroy();
	const again = async () => {
		const { socket, rest } = rawConnection(address);
		socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
		return rest;
	};
	await expect.poll(again).toMatch(/^HTTP\/1.1 200/);
	open[1]!.socket.destroy();
});

describe('a request of too much', () => {
	const answering: RequestListener = (_, response) => void response.end('done');

	test('is refused when its address is too long', async () => {
		const address = await serve(answering, { mostUrlCharacters: 100 });
		const response = await fetch(`${address}/?${'a=1&'.repeat(30)}`);
		expect(await response.json()).toMatchObject({
			status: 400,
			code: 'api/long-address',
			detail: 'The address must have at most 100 characters with its query; it has 122.'
		});
	});

	test.each(['with its length told', 'in chunks'])(
		'is refused when its body is too large, %s',
		async (how) => {
			const address = await serve(answering, { wholeBodyBytes: 1000 });
			const body = how === 'in chunks' ? new Blob(['a'.repeat(1001)]).stream() : 'a'.repeat(1001);
			const response = await fetch(`${address}/api/trpc/a`, {
				method: 'POST',
				body,
				duplex: 'half'
			} as RequestInit);
			expect(await response.json()).toMatchObject({ status: 400, code: 'api/large-body' });
		}
	);
});

describe('what is no request', () => {
	test.each([
		[
			'a head of 20 KB',
			`GET / HTTP/1.1\r\nhost: here\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`,
			431,
			'at most 16384 bytes'
		],
		['something else than HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 400, 'not a request of HTTP/1.1']
	])('is answered with a sentence: %s', async (_, sent, status, sentence) => {
		const address = await serve((request, response) => void response.end());
		const { socket, rest } = rawConnection(address);
		socket.write(sent);
		const answer = await rest;
		expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
		expect(problem).toMatchObject({ status, detail: expect.stringContaining(sentence) });
	});
});

describe('those that follow what changes', () => {
	const path = '/api/trpc/changes.follow?input=x';
	const streaming: RequestListener = (request, response) => {
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		response.write(`data: ${request.url}\n\n`);
	};
	const open = async (url: string, client = 'a') => {
		const leave = new AbortController();
		const headers = { 'x-forwarded-for': client };
		const { status } = await fetch(url, { headers, signal: leave.signal });
		return { status, leave: () => leave.abort() };
	};

	test('are bounded, all of them and each client’s, until they leave', async () => {
		const following = { ...one, atOnce: 3, waiting: 0, ofOne: { atOnce: 2, waiting: 0 } };
		const address = await serve(streaming, { following });
		const first = await open(address + path);
		const others = [await open(address + path), await open(address + path), await open(address + path, 'b')];
		expect([first, ...others].map(({ status }) => status)).toEqual([200, 200, 429, 200]);
		expect((await open(`${address}//api/trpc/changes%2Efollow/`, 'c')).status).toBe(429);
		first.leave();
		let again = await open(address + path, 'c');
		while (again.status === 429) again = await open(address + path, 'c');
		expect(again.status).toBe(200);
	});

	test('take no turn of those who read', async () => {
		const { handler, begun, release } = held();
		const address = await serve(
			(request, response) =>
				request.url!.startsWith('/api') ? streaming(request, response) : handler(request, response),
			{ reading: { ...one, waiting: 0 } }
		);
		for (let i = 0; i < 5; i++) expect((await open(address + path)).status).toBe(200);
		const read = fetch(address);
		await begun(1);
		expect((await open(address + path)).status).toBe(200);
		release();
		expect((await read).status).toBe(200);
	});
});

test('a fault is logged without what may be a secret: the rest of the path, the query', async () => {
	const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
	try {
		const address = await serve(() => {
			throw new Error('a fault on purpose');
		});
		for (const path of ['/calendars/the-secret.ics', '//calendars/the-secret?a=b', '/?code=the-secret'])
			expect((await fetch(address + path)).status).toBe(500);
		const lines = logged.mock.calls.map((words) => words.map(String).join(' '));
		expect(lines).toEqual(Array(3).fill(expect.stringContaining('a fault on purpose')));
		expect(lines[0]).toContain('GET /calendars');
		expect(lines.join()).not.toContain('the-secret');
	} finally {
		logged.mockRestore();
	}
});

test('a method that no address takes is refused with a problem that names those that are', async () => {
	const address = await serve((request, response) => void response.writeHead(400).end('Bad Request'));
	const { socket, rest } = rawConnection(address);
	socket.write('TRACE /objects.json HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');
	const answer = await rest;
	expect(answer).toMatch(/^HTTP\/1\.1 405 /);
	expect(answer).toMatch(/^allow: GET, HEAD, POST\r$/im);
	expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
		code: 'api/method-not-allowed',
		detail: 'No address takes TRACE; they take GET, HEAD or POST.'
	});
});
