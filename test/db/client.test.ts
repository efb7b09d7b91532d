import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '#lib/db/client.server.ts';

const close: (() => unknown)[] = [];
afterEach(async () => {
	for (const one of close.splice(0)) await one();
});

/** A server that takes PostgreSQL's wish for TLS; `asked` is the name for which a client then wants a certificate. */
async function tlsServer(): Promise<{ port: number; asked: Promise<string> }> {
	const { promise: asked, resolve } = Promise.withResolvers<string>();
	const server = createServer(async (socket: Socket) => {
		socket.on('error', () => undefined);
		await once(socket, 'data');
		socket.write('S');
		const SNICallback = (name: string, done: (error: Error) => void) => {
			resolve(name);
			done(new Error('no certificate'));
		};
		new TLSSocket(socket, { isServer: true, SNICallback }).on('error', () => socket.destroy());
	});
	server.listen(0, 'localhost');
	close.push(() => server.close());
	await once(server, 'listening');
	return { port: (server.address() as AddressInfo).port, asked };
}

it.each(['require', 'verify-full'])(
	'with sslmode=%s the server is asked for its own certificate',
	async (mode) => {
		const { port, asked } = await tlsServer();
		const database = openDatabase(`postgres://ada:secret@localhost:${port}/lookback?sslmode=${mode}`, {
			max: 1
		});
		close.push(() => database.sql.end({ timeout: 0 }));
		const question = database.sql`select 1`.catch((error: unknown) => error);
		expect(await asked).toBe('localhost');
		expect(await question).toBeInstanceOf(Error);
	}
);
