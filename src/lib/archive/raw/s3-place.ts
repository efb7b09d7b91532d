/** A bucket of an S3-compatible store, and the key to it. */
export interface S3Place {
	readonly bucket: string;
	/** What all keys begin with, without slashes at its ends; '' for none. */
	readonly prefix: string;
	readonly region: string;
	/** Address of a store other than Amazon's, asked as `endpoint/bucket/key`; null for Amazon's. */
	readonly endpoint: string | null;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** Given with temporary keys. */
	readonly sessionToken: string | null;
}

/** `s3://bucket/prefix`, for people. */
export function nameOf({ bucket, prefix }: S3Place): string {
	return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}

/**
 * Address of an object. Amazon's own buckets have hosts of their own, but for names with dots, which its certificates
 * do not cover. Source: docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html.
 */
export function urlOf({ bucket, prefix, region, endpoint }: S3Place, path: string): string {
	const amazon = `s3.${region}.amazonaws.com`;
	const base = endpoint
		? `${endpoint.replace(/\/+$/, '')}/${bucket}`
		: bucket.includes('.')
			? `https://${amazon}/${bucket}`
			: `https://${bucket}.${amazon}`;
	const key = prefix === '' ? path : `${prefix}/${path}`;
	return `${base}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
