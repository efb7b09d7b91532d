import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { refusedBy, unreachable } from './s3-error.ts';
import { urlOf, type S3Place } from './s3-place.ts';

export interface S3Request {
	readonly method: 'GET' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Buffer<ArrayBuffer>;
}

/** A whole answer. */
export interface S3Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Buffer;
}

/** Attempts before a store counts as unreachable: with the longest waits, 0.2 + 0.4 + 0.8 + 1.6 s between them. */
const attempts = 5;

/**
 * Asks the store, signed with AWS Signature Version 4, and again after a wait that doubles (and is shortened by
 * chance, so that several askers come apart) while it fails of itself: no connection, a body that breaks off, a
 * status of 429 or from 500. Answers with a status in `expected`; that there is no bucket is never expected.
 * @throws LookbackError `archive/store-unreachable`, `archive/store-misconfigured`, `archive/store-refused`.
 */
export async function askS3(
	place: S3Place,
	request: S3Request,
	expected: readonly number[],
	firstWaitMs = 200
): Promise<S3Answer> {
	const { method, path } = request;
	for (let attempt = 1; ; attempt++) {
		const answer = await send(place, request).catch((error: unknown) => ({ error }));
		if ('error' in answer) {
			if (attempt === attempts) throw unreachable(place, method, path, answer.error);
		} else {
			const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(answer.body.toString('utf8', 0, 4096)) ?? [];
			if (expected.includes(answer.status) && code !== 'NoSuchBucket') return answer;
			const isPassing = answer.status === 429 || answer.status >= 500;
			if (!isPassing || attempt === attempts)
				throw refusedBy(place, { method, path, status: answer.status, code });
		}
		await sleep(firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
	}
}

async function send(place: S3Place, { method, path, headers, body }: S3Request): Promise<S3Answer> {
	const { region, accessKeyId, secretAccessKey, sessionToken } = place;
	const signed = await new AwsV4Signer({
		method,
		url: urlOf(place, path),
		headers,
		body,
		service: 's3',
		region,
		accessKeyId,
		secretAccessKey,
		sessionToken: sessionToken ?? undefined
	}).sign();
	const response = await fetch(signed.url, {
		method,
		headers: signed.headers,
		body,
		// a signature holds for one host: the error that comes with a redirection says what is wrong
		redirect: 'manual'
	});
	return {
		status: response.status,
		headers: response.headers,
		body: Buffer.from(await response.arrayBuffer())
	};
}
