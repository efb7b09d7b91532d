import { expect, test } from 'vitest';
import { inFormat, pinnedAddress } from '#lib/ui/parts/links.ts';
import { curlOf, pythonOf } from '#lib/ui/parts/request.ts';

const basis = '2019-10-01T20:59:00Z~17';
const url = new URL(
	"http://host/objects/ztf/O'1?known=2020-01-01&as_seen_by=public&y=flux&photometry_from=201&table=alerts"
);

test('a request pins the basis and leaves the parameters of the page behind', () => {
	expect(pinnedAddress(url, basis, '.csv')).toBe(
		`http://host/objects/ztf/O'1.csv?as_seen_by=public&table=alerts&basis=${basis}`
	);
	expect(pinnedAddress(url, basis, '.json')).toBe(
		`http://host/objects/ztf/O'1.json?as_seen_by=public&basis=${basis}`
	);
	expect(pinnedAddress(new URL('http://host/diff?subject=events/x&from=2019-01-01'), basis, '.csv')).toBe(
		`http://host/diff.csv?subject=events%2Fx&from=2019-01-01&to=${basis}`
	);
	expect(inFormat(url, '.vot')).not.toContain('flux');
});

test('no address leaves its quotes, in a shell or in Python', () => {
	const address = pinnedAddress(url, basis, '.json');
	expect(curlOf(address).match(/'/g)).toHaveLength(2);
	expect(pythonOf({ json: address, csv: address }).match(/'/g)).toHaveLength(4);
});
