import { hash } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import { askS3 } from './s3-request.server.ts';
import { nameOf, type S3Place } from './s3-place.ts';
import type { RawStore } from './store.ts';

/**
 * Segments as objects in a bucket of an S3-compatible store. A segment is put whole, with its SHA-256, against which
 * the store checks what reached it; once it answers, the segment is there for every reader.
 * `firstWaitMs` is the wait before the second attempt at a request.
 * @throws LookbackError (from its methods) as `askS3`, and `archive/missing-bytes`.
 */
export function s3Store(place: S3Place, firstWaitMs = 200): RawStore {
	const missing = (path: string, offset: number, length: number) =>
		new LookbackError(
			'not-found',
			'archive/missing-bytes',
			`The segment ${path} in ${nameOf(place)} does not hold ${length} bytes at offset ${offset}.`,
			{ path, offset, length }
		);
	return {
		place: nameOf(place),
		async write(path, chunks) {
			const body = Buffer.concat(await Array.fromAsync(chunks));
			const headers = {
				'content-type': 'application/x-tar',
				'x-amz-content-sha256': hash('sha256', body)
			};
			await askS3(place, { method: 'PUT', path, headers, body }, [200], firstWaitMs);
		},
		async read(path, offset, length) {
			// a range has at least one byte
			if (length === 0) return Buffer.alloc(0);
			const headers = { range: `bytes=${offset}-${offset + length - 1}` };
			const { status, body } = await askS3(
				place,
				{ method: 'GET', path, headers },
				[200, 206, 404, 416],
				firstWaitMs
			);
			// a store may answer with the whole object
			const bytes = status === 200 ? body.subarray(offset, offset + length) : body;
			if (status >= 400 || bytes.length !== length) throw missing(path, offset, length);
			return bytes;
		},
		async discard(path) {
			await askS3(place, { method: 'DELETE', path }, [200, 204, 404], firstWaitMs);
		}
	};
}
