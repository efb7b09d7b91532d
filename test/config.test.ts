import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.server.ts';

const key = { AWS_ACCESS_KEY_ID: 'someone', AWS_SECRET_ACCESS_KEY: 'hidden' };

describe('the bucket of raw packets', () => {
	it('is none unless LOOKBACK_RAW names one, whatever keys lie about', () => {
		expect(readConfig(key).bucket).toBeNull();
		expect(readConfig({ LOOKBACK_RAW: '' }).bucket).toBeNull();
	});

	it.each([
		['s3://lookback', 'lookback', ''],
		['s3://lookback/', 'lookback', ''],
		['s3://lookback/of/raw/', 'lookback', 'of/raw']
	])('%s is %s with the prefix "%s"', (LOOKBACK_RAW, bucket, prefix) => {
		expect(readConfig({ ...key, LOOKBACK_RAW }).bucket).toEqual({
			bucket,
			prefix,
			region: 'us-east-1',
			endpoint: null,
			accessKeyId: 'someone',
			secretAccessKey: 'hidden',
			sessionToken: null
		});
	});

	it.each([
		[{ LOOKBACK_RAW: 'lookback' }, /LOOKBACK_RAW must be s3:\/\/bucket or .*; it is "lookback"\.$/],
		[{ LOOKBACK_RAW: 's3://Lookback' }, /LOOKBACK_RAW must be/],
		[{ AWS_ACCESS_KEY_ID: '' }, /AWS_ACCESS_KEY_ID must be the key .* in LOOKBACK_RAW; it is not set\.$/],
		[{ AWS_SECRET_ACCESS_KEY: undefined }, /AWS_SECRET_ACCESS_KEY must be the secret .*; it is not set\.$/],
		[{ LOOKBACK_S3_ENDPOINT: 'store:9000' }, /LOOKBACK_S3_ENDPOINT must be the address/]
	])('with %j is refused by what is wanted', (wrong, message) => {
		expect(() => readConfig({ ...key, LOOKBACK_RAW: 's3://lookback', ...wrong })).toThrow(message);
	});
});
