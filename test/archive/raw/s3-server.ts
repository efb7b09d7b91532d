import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Place } from '#lib/archive/raw/s3-place.ts';

/** Answers a request in the server's stead, or leaves it to it by `false`. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface S3Server {
	readonly place: S3Place;
	/** Objects by address. */
	readonly objects: Map<string, Buffer>;
	/** Methods of the requests that came. */
	readonly requests: string[];
	/** Asked before each request is answered. */
	fault: Fault;
	close(): Promise<void>;
}

const key = { accessKeyId: 'lookback', secretAccessKey: 'a secret/of+letters', region: 'eu-central-1' };

/** A small S3: one bucket, `raw`, and every request's signature and digest are checked as Amazon's would be. */
export async function startS3(): Promise<S3Server> {
	const objects = new Map<string, Buffer>();
	const requests: string[] = [];
	const server = createServer((request, response) => void answer(request, response));
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
		requests.push(request.method!);
		if (s3.fault(request, response)) return;
		const refuse = (status: number, code: string) =>
			response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
		const refusal = refusalOf(request, body);
		if (refusal) return void refuse(403, refusal);
		const address = request.url!;
		if (!address.startsWith('/raw/')) return void refuse(404, 'NoSuchBucket');
		const stored = objects.get(address);
		if (request.method === 'PUT') {
			objects.set(address, body);
			response.end();
		} else if (request.method === 'DELETE') {
			objects.delete(address);
			response.writeHead(204).end();
		} else if (!stored) refuse(404, 'NoSuchKey');
		else {
			const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!;
			if (Number(from) >= stored.length) return void refuse(416, 'InvalidRange');
			response.writeHead(206).end(stored.subarray(Number(from), Number(to) + 1));
		}
	};
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const s3: S3Server = {
		place: {
			bucket: 'raw',
			prefix: 'an archive',
			endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			sessionToken: null,
			...key
		},
		objects,
		requests,
		fault: () => false,
		async close() {
			server.closeAllConnections();
			await once(server.close(), 'close');
		}
	};
	return s3;
}

/** The code S3 refuses a request with; source: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. */
function refusalOf({ method, url, headers }: IncomingMessage, body: Buffer): string | null {
	const [, id, scope, signedHeaders, signature] =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
			headers.authorization ?? ''
		) ?? [];
	if (id !== key.accessKeyId) return 'InvalidAccessKeyId';
	const [date, region, service, end] = scope!.split('/');
	if (region !== key.region) return 'AuthorizationHeaderMalformed';
	const digest = headers['x-amz-content-sha256'] as string;
	if (digest !== 'UNSIGNED-PAYLOAD' && digest !== sha256(body)) return 'XAmzContentSHA256Mismatch';
	const canonical = [
		method,
		url!.split('/').map(encoded).join('/'),
		'',
		...signedHeaders!.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
		'',
		signedHeaders,
		digest
	].join('\n');
	const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
	const signingKey = [date!, region!, service!, end!].reduce<string | Buffer>(
		(secret, part) => hmac(secret, part),
		`AWS4${key.secretAccessKey}`
	);
	return hmac(signingKey, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

/** A part of an address with all but the unreserved characters of RFC 3986 encoded. */
function encoded(part: string): string {
	const bytes = [...Buffer.from(decodeURIComponent(part))];
	return bytes
		.map((byte) => {
			const letter = String.fromCharCode(byte);
			return /[\w.~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');
}

function sha256(data: string | Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}

function hmac(secret: string | Buffer, text: string): Buffer {
	return createHmac('sha256', secret).update(text).digest();
}
