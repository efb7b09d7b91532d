import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { getter, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;
let get: ReturnType<typeof getter>;
let anObject: string;

beforeAll(async () => {
	archive = await smallArchive();
	get = getter(archive);
	const { objects } = await json('/objects.json?survey=ztf&limit=1');
	anObject = (objects as { object_id: string }[])[0]!.object_id;
});

async function json(address: string, token?: string): Promise<Record<string, unknown>> {
	const response = await get(address, token);
	const body = (await response.json()) as Record<string, unknown>;
	expect(response.status, JSON.stringify(body)).toBe(200);
	return body;
}

describe('a basis', () => {
	test('stands in the body and the header, and pins the answer for ever', async () => {
		const first = await get(`/objects/ztf/${anObject}.json`);
		expect(first.headers.get('cache-control')).toBe('no-cache');
		const body = await first.json();
		expect(first.headers.get('lookback-basis')).toBe(body.basis);
		const pinned = await get(`/objects/ztf/${anObject}.json?basis=${body.basis}`);
		expect(pinned.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
		expect(await pinned.json()).toEqual(body);
	});

	test('keeps an answer to a token out of shared caches', async () => {
		const { basis } = await json('/batches.json');
		const pinned = await get(`/batches.json?basis=${basis}`, archive.token);
		expect(pinned.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
		expect(pinned.headers.get('vary')).toBe('Authorization, Cookie');
	});

	test('may be said as known and batch, in ISO, MJD and JD', async () => {
		const { alerts } = await json(`/objects/ztf/${anObject}.json`);
		const [alert] = alerts as { known_at: string }[];
		for (const known of [alert!.known_at, 'MJD 61000', 'JD 2461000.5']) {
			const response = await get(`/objects/ztf/${anObject}.json?known=${known}&batch=1`);
			expect(response.status).toBe(200);
			expect(response.headers.get('lookback-basis')).toMatch(/~1$/);
			expect(response.headers.get('cache-control')).toMatch(/immutable/);
		}
	});

	test('is one, whatever else was looked at for the answer; a difference has two', async () => {
		const basisOf = async (address: string) => (await get(address)).headers.get('lookback-basis');
		const then = '2021-09-16T00:00:00Z~2';
		expect(await basisOf(`/stories.json?basis=${then}`)).toBe(then);
		expect(await basisOf(`/events/S210914zz.json?basis=${then}`)).toBe(then);
		const later = '2021-09-20T00:00:00Z~2';
		expect(await basisOf(`/diff.json?subject=events/S210914zz&from=${then}&to=${later}`)).toBe(
			`${then}, ${later}`
		);
	});

	test('hides what was not known yet', async () => {
		const response = await get(`/objects/ztf/${anObject}.json?known=2020-01-01`);
		expect(response.status).toBe(404);
		expect((await response.json()).detail).toContain(`No object ztf/${anObject} is known at 2020-01-01`);
	});

	test('as_recorded leads to the batch that was newest then', async () => {
		const { batches } = await json('/batches.json');
		const last = (batches as { batch: string; sealed_at: string }[]).at(-1)!;
		const response = await get(`/sources.json?as_recorded=${last.sealed_at}`);
		expect(response.headers.get('lookback-basis')).toMatch(new RegExp(`~${last.batch}$`));
	});
});

describe('an event', () => {
	test('is retracted once its retraction is known, and not before', async () => {
		const before = await json('/events/S210921zz.json?known=2021-09-21T17:20:00Z');
		const after = await json('/events/S210921zz.json?known=2021-09-21T18:00:00Z');
		expect([before.retracted, after.retracted]).toEqual([false, true]);
		expect([before.notices, after.notices].map((notices) => (notices as unknown[]).length)).toEqual([1, 2]);
	});

	test('gives the region of its newest map as cells that hold its area', async () => {
		const { cells, area_deg2 } = (await json('/events/S210914zz/skymap.json?level=0.5')) as {
			cells: { order: number[]; pixel: number[] };
			area_deg2: number;
		};
		const cellDeg2 = (order: number) => (4 * Math.PI * (180 / Math.PI) ** 2) / (12 * 4 ** order);
		const sum = cells.order.reduce((total, order) => total + cellDeg2(order), 0);
		expect(sum).toBeCloseTo(area_deg2, 6);
		expect(cells.pixel).toHaveLength(cells.order.length);
	});

	test('differs between two bases by what became known between them', async () => {
		const address = '/diff.json?subject=events/S210921zz&from=2021-09-21T17:20:00Z&to=2021-09-21T18:00:00Z';
		const { notices, basis, to } = (await json(address)) as {
			notices: { added: { kind: string }[]; withdrawn: unknown[] };
			basis: string;
			to: string;
		};
		expect(notices.added.map(({ kind }) => kind)).toEqual(['retraction']);
		expect(notices.withdrawn).toEqual([]);
		expect(basis).toBe(to);
		const csv = await (await get(address.replace('.json', '.csv'))).text();
		expect(csv.trim().split('\r\n')).toHaveLength(2);
	});

	test('has notices at addresses with and without escaped slashes, and their original bytes', async () => {
		const id = 'ivo://gwnet/LVC#S210921zz-2-Retraction';
		const escaped = await json(`/notices/${encodeURIComponent(id)}.json`);
		expect(await json(`/notices/${encodeURI(id).replace('#', '%23')}.json`)).toEqual(escaped);
		expect(escaped.notice).toMatchObject({ notice_id: id, kind: 'retraction' });
		const original = await get(`/notices/${encodeURIComponent(id)}.original`);
		expect(original.headers.get('content-type')).toBe('application/xml');
		expect(await original.text()).toContain(`ivorn="${id}"`);
	});
});

describe('an alert', () => {
	test('that came compressed by itself is Avro at .avro, and as it came at .original', async () => {
		const [packet] = generateNights({ seed: 8, nights: 1, alertsPerNight: 1, stampPixels: 5 });
		const original = new Uint8Array(gzipSync(packet!.bytes));
		await archive.load([{ ...packet!, name: 'alone.avro.gz', original }], 'observed+20m');
		const [{ id }] = await archive.database.sql<[{ id: bigint }]>`
			select alert_id as id from alert order by batch desc limit 1`;
		const at = async (suffix: string) =>
			Buffer.from(await (await get(`/alerts/ztf/${id}${suffix}`, archive.token)).arrayBuffer());
		expect(await at('.avro')).toEqual(Buffer.from(packet!.bytes));
		expect(await at('.original')).toEqual(Buffer.from(original));
	});
});

describe('tables', () => {
	test('are the light curve of an object unless another is asked for', async () => {
		const { photometry, alerts } = await json(`/objects/ztf/${anObject}.json`);
		const curve = await get(`/objects/ztf/${anObject}.csv`);
		expect(curve.headers.get('content-type')).toMatch(/^text\/csv/);
		expect(curve.headers.get('content-disposition')).toMatch(
			new RegExp(`filename="objects_ztf_${anObject}_photometry_.*~\\d+\\.csv"`)
		);
		expect((await curve.text()).trim().split('\r\n')).toHaveLength(1 + (photometry as unknown[]).length);
		const told = await (await get(`/objects/ztf/${anObject}.ndjson?table=alerts`)).text();
		expect(told.trim().split('\n')).toHaveLength((alerts as unknown[]).length);
	});

	test.each([
		['vot', 'application/x-votable+xml', /<VOTABLE/],
		['parquet', 'application/vnd.apache.parquet', /^PAR1/]
	])('come as .%s', async (suffix, type, start) => {
		const response = await get(`/objects.${suffix}`);
		expect(response.headers.get('content-type')).toContain(type);
		expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(start);
	});

	test('of objects hold every one of which an alert or a measurement is open', async () => {
		const [row] = await archive.database.sql<{ count: number }[]>`
			select count(distinct object_id)::integer as count
			from (
				select object_id, collection from alert
				union all
				select object_id, collection from photometry
			) told
			where collection = 'ztf.public'`;
		const lines = (await (await get('/objects.csv')).text()).trim().split('\r\n');
		expect(lines).toHaveLength(1 + row!.count);
	});
});

describe('pages of a list', () => {
	const around = 'around=an object';

	test.each([
		['/objects', 'objects'],
		[`/objects?${around}`, 'objects'],
		['/events', 'events'],
		['/batches', 'batches'],
		['/history/events/S210914zz', 'entries']
	])('%s hold every row once, in the order of the whole', async (address, name) => {
		const { object } = (await json(`/objects/ztf/${anObject}.json`)) as { object: Record<string, number> };
		const cone = `ra=${object.ra_deg}&dec=${object.dec_deg}&radius_arcsec=36000`;
		const [path, query = ''] = address.replace(around, cone).split('?');
		const whole = (await json(`${path}.json?${query}&limit=1000`))[name] as unknown[];
		const rows: unknown[] = [];
		let next: string | null = `${path}.json?${query}&limit=1`;
		while (next) {
			const response = await get(next);
			const page = (await response.json()) as Record<string, unknown>;
			rows.push(...(page[name] as unknown[]));
			expect(response.headers.get('link')).toBe(page.next ? `<${String(page.next)}>; rel="next"` : null);
			next = page.next as string | null;
		}
		expect(rows.length).toBeGreaterThan(1);
		expect(rows).toEqual(whole);
	});

	test('stay as they were when more is recorded between them', async () => {
		const first = await json('/events.json?limit=1');
		const notice = (name: string) => ({ name, ...sameBytes(Buffer.from(`no packet at all, ${name}`)) });
		await archive.load([notice('one')], 'received');
		const second = await json(String(first.next));
		expect(second.basis).toBe(first.basis);
	});
});

const sameBytes = (bytes: Buffer) => ({ bytes, original: bytes });

describe('rights', () => {
	test('rows of a closed collection are seen with a token alone, and their packets with all of it', async () => {
		const mixed = await archive.database.sql<{ survey: string; alert_id: bigint }[]>`
			select a.survey, a.alert_id
			from alert a join packet p on p.id = a.packet
			where a.collection = 'ztf.public' and cardinality(p.collections) > 1
			limit 1`;
		expect(mixed).toHaveLength(1);
		const address = `/alerts/${mixed[0]!.survey}/${mixed[0]!.alert_id}`;
		expect((await get(`${address}.json`)).status).toBe(200);
		const refused = await get(`${address}.avro`);
		expect(refused.status).toBe(403);
		expect((await refused.json()).detail).toContain('not handed out whole');
		const handed = await get(`${address}.avro`, archive.token);
		expect(handed.status).toBe(200);
		const bytes = Buffer.from(await handed.arrayBuffer());
		expect(handed.headers.get('repr-digest')).toBe(`sha-256=:${hash('sha256', bytes, 'base64')}:`);
	});

	test('a token that is none is refused, even for what anyone may read', async () => {
		const response = await get('/sources.json', 'nonsense');
		expect(response.status).toBe(401);
		expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
	});

	test("an alert's images come unpacked", async () => {
		const { alerts } = (await json(`/objects/ztf/${anObject}.json`)) as { alerts: { alert_id: string }[] };
		const response = await get(`/alerts/ztf/${alerts[0]!.alert_id}/science.fits`);
		expect(response.headers.get('content-type')).toBe('application/fits');
		expect((await response.text()).slice(0, 30)).toBe('SIMPLE  =                    T');
	});

	test("an alert's images come as pictures to look at, which hold for ever at a pinned basis", async () => {
		const { alerts, basis } = (await json(`/objects/ztf/${anObject}.json`)) as {
			alerts: { alert_id: string }[];
			basis: string;
		};
		const response = await get(`/alerts/ztf/${alerts[0]!.alert_id}/science.png?basis=${basis}`);
		expect(response.headers.get('content-type')).toBe('image/png');
		expect(response.headers.get('cache-control')).toMatch(/immutable/);
		const { width, height, data } = decode(await response.bytes());
		expect([width, height]).toEqual([5, 5]);
		expect(Math.max(...data)).toBe(255);
	});
});

describe('the search box', () => {
	test.each([
		['10.5 -20.25', 'decimal degrees, ICRS', 5],
		['10.5 -20.25 10s', 'decimal degrees, ICRS', 10],
		['12:34:56.7 -05:06:07 2m', 'sexagesimal hours and degrees, ICRS', 120],
		['J190132.9+145808.7 0.5d', 'IAU designation, ICRS', 1800]
	])('reads %s as a position', async (text, form, radius_arcsec) => {
		const { read_as, position } = await json(`/search.json?q=${encodeURIComponent(text)}`);
		expect(read_as).toBe(form);
		expect(position).toMatchObject({ radius_arcsec });
	});

	test('finds a name, and only once it is known', async () => {
		const found = await json('/search.json?q=S210914zz');
		expect(found.things).toEqual([{ subject: 'events/S210914zz', because: 'its name' }]);
		expect((await json('/search.json?q=S210914zz&known=2021-01-01')).things).toEqual([]);
	});

	test('goes on with objects around a position, and not with things of its name', async () => {
		const { object } = (await json(`/objects/ztf/${anObject}.json`)) as {
			object: { ra_deg: number; dec_deg: number };
		};
		const around = `q=${object.ra_deg} ${object.dec_deg} 10d&limit=1`;
		const next = async (table: string) =>
			(await get(`/search.csv?${around}&table=${table}`)).headers.get('link');
		expect(await next('objects')).toContain('rel="next"');
		expect(await next('things')).toBeNull();
	});

	test('finds the object at its own position', async () => {
		const { object } = (await json(`/objects/ztf/${anObject}.json`)) as {
			object: { ra_deg: number; dec_deg: number };
		};
		const { objects } = await json(`/search.json?q=${object.ra_deg} ${object.dec_deg}`);
		expect(objects).toMatchObject([{ object_id: anObject }]);
	});
});
