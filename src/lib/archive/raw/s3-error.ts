import { LookbackError } from '#lib/errors.ts';
import { nameOf, type S3Place } from './s3-place.ts';

/** An answer of the store that is no success, as far as it says why. */
export interface S3Refusal {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	/** The store's own word for it, such as `NoSuchBucket`; '' where it gives none. */
	readonly code: string;
}

/** What to do about the codes that a wrong configuration brings (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const remedies: Readonly<Record<string, (place: S3Place) => string>> = {
	NoSuchBucket: ({ bucket }) => `it has no bucket '${bucket}', and LOOKBACK_RAW must name one that exists`,
	InvalidBucketName: ({ bucket }) => `'${bucket}' in LOOKBACK_RAW is no name of a bucket`,
	InvalidAccessKeyId: () => 'it does not know the key in AWS_ACCESS_KEY_ID',
	SignatureDoesNotMatch: () =>
		'the secret in AWS_SECRET_ACCESS_KEY is not that of the key in AWS_ACCESS_KEY_ID',
	InvalidToken: () => 'AWS_SESSION_TOKEN does not belong to the key in AWS_ACCESS_KEY_ID',
	InvalidTokenId: () => 'AWS_SESSION_TOKEN does not belong to the key in AWS_ACCESS_KEY_ID',
	ExpiredToken: () => 'AWS_SESSION_TOKEN has expired',
	AccessDenied: ({ bucket }) =>
		`the key in AWS_ACCESS_KEY_ID may not do this; it must be allowed to get, put and delete objects of ${bucket}`,
	AuthorizationHeaderMalformed: ({ region }) =>
		`AWS_REGION is '${region}', and the bucket's own region is wanted`,
	PermanentRedirect: ({ region }) => `AWS_REGION is '${region}', and the bucket's own region is wanted`,
	RequestTimeTooSkewed: () => 'the clock of this machine is more than 15 minutes off'
};

/** The error of an answer that asking again would not change. */
export function refusedBy(place: S3Place, { method, path, status, code }: S3Refusal): LookbackError {
	const remedy = remedies[code]?.(place);
	const said = `${status}${code === '' ? '' : ` ${code}`}`;
	return new LookbackError(
		'unavailable',
		remedy ? 'archive/store-misconfigured' : 'archive/store-refused',
		remedy
			? `The store of raw packets ${nameOf(place)} refuses (${said}): ${remedy}.`
			: `The store of raw packets ${nameOf(place)} answers ${method} ${path} with ${said}, and success is wanted.`,
		{ method, path, status, code }
	);
}

/** The error of a store that gave no whole answer however often it was asked. */
export function unreachable(place: S3Place, method: string, path: string, cause: unknown): LookbackError {
	const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
	const why = inner instanceof Error ? inner.message : String(inner);
	return new LookbackError(
		'unavailable',
		'archive/store-unreachable',
		`The store of raw packets ${nameOf(place)} did not answer ${method} ${path}: ${why}.`,
		{ method, path },
		{ cause }
	);
}
