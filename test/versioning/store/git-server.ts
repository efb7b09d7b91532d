import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { git } from '../../support/analysis.ts';

/** Serves the repositories below a folder by git's own smart HTTP; the answer is its address, `http://127.0.0.1:<port>`. */
export async function gitServer(folder: string): Promise<string> {
	return listening((request, response) => backend(folder, request, response));
}

/** A server that does as told, closed when the test file is done. */
export async function listening(
	answer: (request: IncomingMessage, response: ServerResponse) => void
): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closeLater.push(() => server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
	const [path, query = ''] = request.url!.split('?');
	const child = spawn(`${git(folder, '--exec-path')}/git-http-backend`, {
		env: {
			PATH: process.env.PATH,
			GIT_PROJECT_ROOT: folder,
			GIT_HTTP_EXPORT_ALL: '1',
			GIT_CONFIG_COUNT: '1',
			GIT_CONFIG_KEY_0: 'safe.directory',
			GIT_CONFIG_VALUE_0: '*',
			PATH_INFO: decodeURIComponent(path!),
			QUERY_STRING: query,
			REQUEST_METHOD: request.method!,
			CONTENT_TYPE: request.headers['content-type'] ?? '',
			HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? ''
		},
		stdio: ['pipe', 'pipe', 'ignore']
	});
	request.pipe(child.stdin);
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	child.on('close', () => {
		const all = Buffer.concat(chunks);
		const end = all.indexOf('\r\n\r\n');
		for (const line of all.toString('latin1', 0, end).split('\r\n')) {
			const [name, value] = line.split(': ');
			if (name === 'Status') response.statusCode = Number(value!.slice(0, 3));
			else response.setHeader(name!, value!);
		}
		response.end(all.subarray(end + 4));
	});
}

const closeLater: (() => void)[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(() => {
	for (const close of closeLater.splice(0)) close();
});
