import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { s3Store } from '#lib/archive/raw/s3-store.server.ts';
import { urlOf, type S3Place } from '#lib/archive/raw/s3-place.ts';
import { startS3, type Fault, type S3Server } from './s3-server.ts';

let s3: S3Server;
beforeAll(async () => {
	s3 = await startS3();
});
afterAll(() => s3.close());
beforeEach(() => {
	s3.fault = () => false;
	s3.objects.clear();
	s3.requests.length = 0;
});

const path = 'raw/2026/11/22/a segment (1).tar';
const store = (place: Partial<S3Place> = {}) => s3Store({ ...s3.place, ...place }, 1);

async function* each(...chunks: string[]): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield Buffer.from(chunk);
}

/** A fault that strikes the first `times` requests. */
function first(times: number, fault: (...args: Parameters<Fault>) => void): Fault {
	let left = times;
	return (...args) => {
		if (left-- <= 0) return false;
		fault(...args);
		return true;
	};
}

async function refusal(work: Promise<unknown>): Promise<LookbackError> {
	const error = await work.then(
		() => null,
		(reason: unknown) => reason
	);
	if (!(error instanceof LookbackError)) throw new Error(`no refusal: ${String(error)}`);
	return error;
}

describe('segments in a bucket', () => {
	it('come back byte for byte, and any part of them', async () => {
		await store().write(path, each('one ', 'two ', 'three'));
		expect(String(await store().read(path, 0, 13))).toBe('one two three');
		expect(String(await store().read(path, 4, 3))).toBe('two');
		expect(await store().read(path, 5, 0)).toEqual(Buffer.alloc(0));
	});

	it('lie under the prefix of their archive', async () => {
		await store().write(path, each('x'));
		await store({ prefix: '' }).write(path, each('y'));
		expect([...s3.objects.keys()].map(decodeURIComponent)).toEqual([
			`/raw/an archive/${path}`,
			`/raw/${path}`
		]);
	});

	it('are gone when discarded, and may be discarded again', async () => {
		await store().write(path, each('x'));
		await store().discard(path);
		await store().discard(path);
		expect((await refusal(store().read(path, 0, 1))).code).toBe('archive/missing-bytes');
	});

	it.each([
		[10, 4],
		[13, 1],
		[99, 1]
	])('do not hold bytes beyond their end (%d, %d)', async (offset, length) => {
		await store().write(path, each('one two three'));
		const error = await refusal(store().read(path, offset, length));
		expect(error).toMatchObject({ kind: 'not-found', code: 'archive/missing-bytes' });
		expect(error.message).toContain(`does not hold ${length} bytes at offset ${offset}`);
	});

	it('are cut out of the whole where a store knows no ranges', async () => {
		s3.fault = first(1, (_, response) => response.writeHead(200).end('one two three'));
		expect(String(await store().read(path, 4, 3))).toBe('two');
	});
});

describe('a store that fails of itself', () => {
	it.each([
		['answers 503', (_, response) => response.writeHead(503).end()],
		['answers 429', (_, response) => response.writeHead(429).end()],
		['hangs up', (_, response) => response.destroy()],
		[
			'breaks off its answer',
			(_, response) => {
				response.writeHead(206, { 'content-length': 13 });
				response.write('one', () => response.destroy());
			}
		]
	] as [string, (...args: Parameters<Fault>) => void][])('is asked again when it %s', async (_, fault) => {
		s3.fault = first(2, fault);
		await store().write(path, each('one two three'));
		s3.fault = first(2, fault);
		expect(String(await store().read(path, 0, 13))).toBe('one two three');
		s3.fault = first(2, fault);
		await store().discard(path);
		expect(s3.objects.size).toBe(0);
		expect(s3.requests).toEqual(['PUT', 'PUT', 'PUT', 'GET', 'GET', 'GET', 'DELETE', 'DELETE', 'DELETE']);
	});

	it('is given up after five attempts, with its last answer', async () => {
		s3.fault = first(99, (_, response) => response.writeHead(500).end('<Error><Code>Oops</Code></Error>'));
		const error = await refusal(store().write(path, each('x')));
		expect(error).toMatchObject({ kind: 'unavailable', code: 'archive/store-refused' });
		expect(error.message).toContain('with 500 Oops');
		expect(s3.requests).toHaveLength(5);
	});

	it('is unreachable when nothing answers', async () => {
		const gone = await startS3();
		await gone.close();
		const error = await refusal(store({ endpoint: gone.place.endpoint }).read(path, 0, 1));
		expect(error).toMatchObject({ kind: 'unavailable', code: 'archive/store-unreachable' });
		expect(error.message).toMatch(/s3:\/\/raw\/an archive did not answer GET .*ECONNREFUSED/);
	});
});

describe('a store that is not as configured', () => {
	it.each([
		['bucket', { bucket: 'other' }, /no bucket 'other', and LOOKBACK_RAW must name/],
		['key', { accessKeyId: 'nobody' }, /AWS_ACCESS_KEY_ID/],
		['secret', { secretAccessKey: 'wrong' }, /AWS_SECRET_ACCESS_KEY/],
		['region', { region: 'eu-west-1' }, /AWS_REGION is 'eu-west-1'/]
	])('says that the %s is wrong, at once', async (_, wrong, message) => {
		for (const work of [
			() => store(wrong).write(path, each('x')),
			() => store(wrong).read(path, 0, 1),
			() => store(wrong).discard(path)
		]) {
			const error = await refusal(work());
			expect(error).toMatchObject({ kind: 'unavailable', code: 'archive/store-misconfigured' });
			expect(error.message).toMatch(message);
			expect(error.message).not.toContain(s3.place.secretAccessKey);
		}
		expect(s3.requests).toHaveLength(3);
	});

	it('refuses a segment that was altered on its way', async () => {
		s3.fault = first(1, (_, response) =>
			response.writeHead(400).end('<Error><Code>XAmzContentSHA256Mismatch</Code></Error>')
		);
		expect((await refusal(store().write(path, each('x')))).message).toContain(
			'400 XAmzContentSHA256Mismatch'
		);
	});
});

describe('the address of an object', () => {
	it.each([
		[{ endpoint: 'http://store:9000/' }, 'http://store:9000/raw/an%20archive/a/b.tar'],
		[{ endpoint: null }, 'https://raw.s3.eu-central-1.amazonaws.com/an%20archive/a/b.tar'],
		[{ endpoint: null, bucket: 'a.b' }, 'https://s3.eu-central-1.amazonaws.com/a.b/an%20archive/a/b.tar'],
		[{ endpoint: null, prefix: '' }, 'https://raw.s3.eu-central-1.amazonaws.com/a/b.tar']
	])('for %j is %s', (place, url) => {
		expect(urlOf({ ...s3.place, ...place }, 'a/b.tar')).toBe(url);
	});
});
