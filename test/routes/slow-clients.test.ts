import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

let address: string;
const opened: Socket[] = [];
let drip: NodeJS.Timeout;

/** A connection that has sent `head`, for as long as this file lasts. */
async function send(head: string): Promise<Socket> {
	const { hostname, port } = new URL(address);
	const socket = connect(Number(port), hostname);
	socket.on('error', () => {});
	opened.push(socket);
	await once(socket, 'connect');
	socket.write(head);
	return socket;
}
/** Clients that go on byte by byte. */
async function dripping(count: number, head: string): Promise<Socket[]> {
	const sockets = await Promise.all(Array.from({ length: count }, () => send(head)));
	for (const socket of sockets) socket.resume();
	return sockets;
}
/** A client that reads how an answer begins, and nothing more. */
async function deaf(path: string): Promise<string> {
	const socket = await send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
	const [beginning] = await once(socket, 'data');
	socket.pause();
	return String(beginning).split('\r\n')[0]!;
}

beforeAll(async () => {
	const archive = await smallArchive();
	// several megabytes: more than the sockets between two processes hold
	await archive.recordEvents(20_000);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	await fetch(`${address}/events`);
}, 300_000);

afterAll(() => {
	clearInterval(drip);
	for (const socket of opened) socket.destroy();
});

test('hundreds of clients that send byte by byte, or never read, hold up nobody', async () => {
	// one after the other: all at once would only be too many readers
	for (let i = 0; i < 6; i++) expect(await deaf('/events.csv')).toBe('HTTP/1.1 200 OK');
	const sending = [
		...(await dripping(300, 'GET /events HTTP/1.1\r\nHost: a\r\nX-Slow: ')),
		...(await dripping(50, 'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')),
		...(await dripping(50, 'POST /api/ingest HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n'))
	];
	drip = setInterval(() => sending.forEach((socket) => socket.writable && socket.write('a')), 200);
	const answered: number[] = [];
	for (let i = 0; i < 10; i++) {
		answered.push((await fetch(`${address}/events`)).status);
		const body = new URLSearchParams({ person: 'nobody', password: 'at all' });
		const form = { method: 'POST', body, headers: { origin: address, accept: 'text/html' } };
		if (i === 0) answered.push((await fetch(`${address}/sign-in`, form)).status);
	}
	expect(answered).toEqual([200, 401, ...Array<number>(9).fill(200)]);
	const whole = await (await fetch(`${address}/events.csv`)).text();
	expect(whole.trim().split('\n').length).toBeGreaterThan(20_000);
}, 120_000);
