import { expect, test } from 'vitest';
import { inFormat, pinnedAddress } from '#lib/ui/parts/links.ts';
import { curlOf, curlOfAct, pythonOf } from '#lib/ui/parts/request.ts';

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
	const night = new URL('http://host/schedule?from=2026-12-01&to=2026-12-02');
	expect(pinnedAddress(night, basis, '.csv')).toBe(
		`http://host/schedule.csv?from=2026-12-01&to=2026-12-02&basis=${basis}`
	);
	expect(pinnedAddress(night, null, '.csv')).toBe('http://host/schedule.csv?from=2026-12-01&to=2026-12-02');
	const up = new URL('http://host/observe?ra=1&dec=2&subject=objects/ztf/x&label=x&ask_from=2026-12-01');
	expect(inFormat(up, '.csv')).toBe('/observe.csv?ra=1&dec=2');
	const map = '?map=notice&map_name=a.fits';
	expect(inFormat(new URL(`http://host/events/x${map}`), '.csv')).toBe('/events/x.csv');
	expect(inFormat(new URL(`http://host/events/x/skymap${map}`), '.csv')).toBe(`/events/x/skymap.csv${map}`);
});

test('no address leaves its quotes, in a shell or in Python', () => {
	const address = pinnedAddress(url, basis, '.json');
	expect(curlOf(address, false).match(/'/g)).toHaveLength(2);
	expect(pythonOf({ json: address, csv: address }, false).match(/'/g)).toHaveLength(4);
	expect(curlOfAct('http://host/api/trpc/runs.replay', { id: "it's" }).match(/'/g)).toHaveLength(6);
});

test('who is signed in is shown how to send a token', () => {
	const address = pinnedAddress(url, basis, '.json');
	expect(curlOf(address, true)).toContain(`-H "Authorization: Bearer $LOOKBACK_TOKEN" '`);
	expect(pythonOf({ json: address, csv: address }, true)).toMatch(
		/^import io\nimport os\n[^]*headers = \{'Authorization': f"Bearer \{os\.environ\['LOOKBACK_TOKEN'\]\}"\}[^]*headers=headers/
	);
	expect(curlOf(address, false) + pythonOf({ json: address, csv: address }, false)).not.toContain('TOKEN');
});
