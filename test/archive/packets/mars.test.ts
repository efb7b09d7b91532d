import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatInstant } from '#lib/sky/time.ts';
import { decodeAll } from './recognise/decode-all.ts';

const page = () => readFile(join(import.meta.dirname, 'mars/page.json'));

it('reads the alerts of a page of MARS as ZTF alerts, with every digit of their ids', async () => {
	const { format, packets } = await decodeAll(await page());
	expect(format).toBe('mars-json');
	expect(packets[0]).toMatchObject({
		source: 'mars',
		statedAt: null,
		alerts: [
			{
				survey: 'ztf',
				alertId: 617122521615015023n,
				objectId: 'ZTF18abcdefg',
				collection: 'ztf.public',
				band: 'r',
				mag: 16.321626663208,
				isPositive: true
			}
		]
	});
	// ZTF's jd is the start of its exposure of 30 s.
	expect(formatInstant(packets[0]!.alerts[0]!.observedAt).slice(0, 19)).toBe('2018-09-10T02:56:40');
});

it('tells an alert nearby of its own object, not as history of this one', async () => {
	const { packets } = await decodeAll(await page());
	expect(packets.map(({ alerts }) => alerts[0]!.objectId)).toEqual(['ZTF18abcdefg', 'ZTF18abother']);
	expect(packets.map(({ photometry }) => photometry.map(({ origin }) => origin))).toEqual([['own'], ['own']]);
});

it('refuses an alert without the columns of a candidate and gives the others', async () => {
	const { refused } = await decodeAll(await page());
	const broken = refused.filter(({ code }) => code === 'mars/no-candidate');
	expect(broken.map(({ message }) => message)).toEqual([expect.stringContaining('11296150')]);
});

it('says how many upper limits of an alert are left out, and why', async () => {
	const { refused } = await decodeAll(await page());
	const limits = refused.filter(({ code }) => code === 'mars/limits-without-pid');
	expect(limits.map(({ message }) => message)).toEqual([
		expect.stringMatching(/^Upper limits, 1 of them, .* alert 11296149 of ZTF18abcdefg .*pid and programid/)
	]);
});

it('reads a single alert, and the answer to several queries', async () => {
	const text = String(await page());
	const single = text.slice(text.indexOf('[') + 1, text.lastIndexOf(',\n\t\t{'));
	expect(await decodeAll(single)).toMatchObject({ format: 'mars-json', packets: { length: 2 } });
	const queries = `{"total": 1, "results": [{"query": {"id": 1}, "num_alerts": 2, "results": [${single}]}]}`;
	expect(await decodeAll(queries)).toMatchObject({ format: 'mars-json', packets: { length: 2 } });
});
