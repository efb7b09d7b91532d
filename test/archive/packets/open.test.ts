import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import lzma from 'lzma-native';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	openPaths,
	type Arrival,
	type OpenOptions,
	type RefusedArrival
} from '#lib/archive/packets/open.server.ts';
import { sample, samples } from '../../support/samples.ts';
import { bombBz2, tarBz2, tarOf, zerosBz2, zip } from './open/archives.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lookback-open-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: Uint8Array | string): Promise<string> {
	const path = join(folder, name);
	await mkdir(join(path, '..'), { recursive: true });
	await writeFile(path, content);
	return path;
}

async function arrivals(paths: string | readonly string[], options?: OpenOptions): Promise<Arrival[]> {
	const all: Arrival[] = [];
	for await (const arrival of openPaths([paths].flat(), options)) all.push(arrival);
	return all;
}

function compressXz(text: string): Promise<Buffer> {
	return new Promise((resolve) => lzma.compress(text, {}, resolve));
}

/** What arrived, with names under the folder: text for packets, the code for refusals. */
function told(all: readonly Arrival[]): [string, string][] {
	return all.map((arrival) => [
		arrival.name.replace(`${basename(folder)}/`, ''),
		'refused' in arrival ? arrival.refused.code : Buffer.from(arrival.bytes).toString()
	]);
}

describe('opening files', () => {
	it('unpacks a compressed packet and keeps it as it was given', async () => {
		const given = gzipSync('a sky map');
		const [arrival] = await arrivals(await put('map.fits.gz', given));
		expect(arrival).toEqual({
			name: 'map.fits.gz',
			bytes: Buffer.from('a sky map'),
			original: given
		});
	});

	it('tells archives and compression by content, not by name', async () => {
		const path = await put('notes.txt', gzipSync(await tarOf({ 'x.json': '{}' })));
		expect(told(await arrivals(path))).toEqual([['notes.txt/x.json', '{}']]);
		expect(told(await arrivals(await put('plain.tar.gz', 'no archive')))).toEqual([
			['plain.tar.gz', 'no archive']
		]);
	});

	it('opens archives in archives, and keeps a compressed member as it is in its archive', async () => {
		const member = gzipSync('inner');
		const nested = await tarOf({ 'deep.txt': 'deep', 'one.gz': member });
		const all = await arrivals(
			await put('all.tar', await tarOf({ 'first.txt': '1', 'more.tgz': gzipSync(nested) }))
		);
		expect(told(all)).toEqual([
			['all.tar/first.txt', '1'],
			['all.tar/more.tgz/deep.txt', 'deep'],
			['all.tar/more.tgz/one.gz', 'inner']
		]);
		expect(all[2]).toMatchObject({ original: member });
	});

	it('reads bzip2, xz (several streams in one file too) and zip', async () => {
		const xz = Buffer.concat(await Promise.all(['al', 'pha'].map(compressXz)));
		await Promise.all([put('a.tar.bz2', tarBz2), put('b.xz', xz), put('c.zip', zip)]);
		expect(told(await arrivals(folder))).toEqual([
			['a.tar.bz2/a.txt', 'alpha'],
			['a.tar.bz2/b.txt', 'beta'],
			['b.xz', 'alpha'],
			['c.zip/../up/table.csv', 'objid,name\n'.repeat(20)],
			['c.zip/b.txt', 'beta']
		]);
	});

	it('reads a zip inside a tar', async () => {
		const all = await arrivals(await put('all.tar', await tarOf({ 'c.zip': zip })));
		expect(told(all).at(-1)).toEqual(['all.tar/c.zip/b.txt', 'beta']);
	});

	it('gives an empty file as an empty packet', async () => {
		expect(told(await arrivals(await put('empty', '')))).toEqual([['empty', '']]);
	});
});

describe('walking folders', () => {
	it('goes through folders by name, and gives Avro schemas before everything else', async () => {
		for (const name of ['b.txt', 'a/z.txt', 'a/y.avsc', 'c.avsc']) await put(name, name);
		expect(told(await arrivals(folder)).map(([name]) => name)).toEqual([
			'a/y.avsc',
			'c.avsc',
			'a/z.txt',
			'b.txt'
		]);
	});

	it('says of a name that is not in UTF-8 that it wants another', async () => {
		await writeFile(Buffer.concat([Buffer.from(join(folder, 'Andr')), Buffer.from([0xe9])]), 'as in Latin-1');
		const [only, ...others] = await arrivals(folder);
		expect(others).toEqual([]);
		expect((only as RefusedArrival).refused.message).toMatch(
			/Andr\uFFFD' cannot be read: its name is not written in UTF-8; give it another\.$/
		);
	});

	it('refuses links that lead out of the folder, and meets the file of an inner link once', async () => {
		await put('in/real.txt', 'real');
		await put('outside.txt', 'secret');
		await symlink(join(folder, 'outside.txt'), join(folder, 'in/out.txt'));
		await symlink(join(folder, 'in/real.txt'), join(folder, 'in/alias.txt'));
		expect(told(await arrivals(join(folder, 'in')))).toEqual([
			['in/out.txt', 'archive/not-a-file'],
			['in/real.txt', 'real']
		]);
	});

	it('refuses a path that does not exist and goes on', async () => {
		const there = await put('there.txt', 'here');
		expect(told(await arrivals([join(folder, 'gone.txt'), there]))).toEqual([
			['gone.txt', 'archive/unreadable'],
			['there.txt', 'here']
		]);
	});

	it('tells how far it has read, up to the whole and never back', async () => {
		await put('a.gz', gzipSync('a'.repeat(100)));
		await put('b.tar', await tarOf({ x: 'x'.repeat(300_000), y: 'y' }));
		const steps: [number, number][] = [];
		await arrivals(folder, { onProgress: (read, total) => steps.push([read, total]) });
		const reads = steps.map(([read]) => read);
		expect(reads).toEqual([...reads].sort((a, b) => a - b));
		expect(steps.at(-1)![0]).toBe(steps[0]![1]);
	});

	it('reads no further than it is asked to', async () => {
		const path = await put('big.tar', await tarOf({ a: 'a', b: Buffer.alloc(8_000_000), c: 'c' }));
		let read = 0;
		for await (const arrival of openPaths([path], { onProgress: (bytes) => (read = bytes) })) {
			expect(arrival.name).toBe(`${basename(path)}/a`);
			break;
		}
		expect(read).toBeLessThan(2_000_000);
	});
});

describe('what is too large', () => {
	const limitBytes = 1_000_000;

	it.each([
		['gzip', gzipSync(Buffer.alloc(2_000_000))],
		['bzip2', zerosBz2]
	])(
		'refuses a %s file that unpacks to more than the limit, and keeps it as it was given',
		async (_name, given) => {
			const [arrival] = await arrivals(await put('bomb', given), { limitBytes });
			expect(arrival).toMatchObject({ refused: { code: 'archive/too-large' }, bytes: given });
		}
	);

	it('refuses a bzip2 bomb before it takes much memory', async () => {
		const program = `
			import { openPaths } from '#lib/archive/packets/open.server.ts';
			for await (const { refused } of openPaths([process.argv[1]])) console.log(refused.code);
			console.log(process.resourceUsage().maxRSS);`;
		const path = await put('bomb.bz2', bombBz2);
		const { stdout } = await promisify(execFile)(process.execPath, [
			'--input-type=module',
			'-e',
			program,
			path
		]);
		const [code, mostKilobytes] = stdout.split('\n');
		expect(code).toBe('archive/too-dense');
		// 410 MB with the limit; 2.5 GB when a block was gathered as a list of numbers
		expect(Number(mostKilobytes)).toBeLessThan(1_000_000);
	});

	it('refuses a large member and gives its neighbours', async () => {
		const path = await put('x.tar.gz', gzipSync(await tarOf({ a: 'a', b: Buffer.alloc(2_000_000), c: 'c' })));
		expect(told(await arrivals(path, { limitBytes }))).toEqual([
			['x.tar.gz/a', 'a'],
			['x.tar.gz/b', 'archive/too-large'],
			['x.tar.gz/c', 'c']
		]);
	});

	it('refuses what is compressed over and over', async () => {
		let bytes = gzipSync('x');
		for (let depth = 0; depth < 12; depth += 1) bytes = gzipSync(bytes);
		expect(told(await arrivals(await put('x.gz', bytes)))).toEqual([['x.gz', 'archive/too-deep']]);
	});
});

describe('a file that unpacks to more than its budget', () => {
	const budgetBytes = 1_000_000;
	const dense = (letter: string): Buffer => gzipSync(letter.repeat(300_000));
	const packed = async (letters: string): Promise<Buffer> =>
		gzipSync(await tarOf(Object.fromEntries([...letters].map((letter) => [letter, dense(letter)]))));
	const briefly = (all: readonly Arrival[]) =>
		told(all).map(([name, text]) => [name, text.length === 300_000 ? text[0] : text]);

	it('keeps what was read by then, and refuses the rest once, without bytes and with both sizes', async () => {
		const given = await packed('abcdefgh');
		const all = await arrivals(await put('x.tgz', given), { budgetBytes });
		expect(briefly(all)).toEqual([
			['x.tgz/a', 'a'],
			['x.tgz/b', 'b'],
			['x.tgz/c', 'c'],
			['x.tgz', 'archive/too-much']
		]);
		const { name, refused } = all.at(-1) as RefusedArrival;
		expect(all.at(-1)).not.toHaveProperty('bytes');
		expect(refused.data).toEqual({ name, packedBytes: given.length, budgetBytes });
		expect(refused.message).toMatch(new RegExp(`${given.length} bytes .* ${budgetBytes} bytes`));
	});

	it('counts archives in archives as one, zips too', async () => {
		const inner = { one: await packed('ab'), two: await packed('cd'), three: await packed('ef') };
		const nested = await arrivals(await put('x.tar', await tarOf(inner)), { budgetBytes: 700_000 });
		expect(briefly(nested).slice(2)).toEqual([['x.tar', 'archive/too-much']]);

		const zips = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.zip`, zip]));
		const path = await put('zips.tgz', gzipSync(await tarOf(zips)));
		const roomy = await arrivals(path, { budgetBytes: 200_000 });
		expect(roomy).toHaveLength(200);
		const tarBytes = (await tarOf(zips)).length;
		const tight = await arrivals(path, { budgetBytes: tarBytes + 1000 });
		expect(tight.length).toBeLessThan(200);
		expect(told(tight).filter(([, code]) => code.startsWith('archive/'))).toEqual([
			['zips.tgz', 'archive/too-much']
		]);
	});

	it('gives every file a budget of its own, 100 times its size where that is more', async () => {
		await put('a.tgz', await packed('abcd'));
		await put('b.tgz', await packed('ef'));
		expect(briefly(await arrivals(folder, { budgetBytes: 700_000 })).slice(2)).toEqual([
			['a.tgz', 'archive/too-much'],
			['b.tgz/e', 'e'],
			['b.tgz/f', 'f']
		]);
		const noise = randomBytes(12_000);
		const path = await put('c.tar', await tarOf({ noise, a: dense('a'), b: dense('b'), c: dense('c') }));
		expect(briefly(await arrivals(path, { budgetBytes: 1 })).slice(1)).toEqual([
			['c.tar/a', 'a'],
			['c.tar/b', 'b'],
			['c.tar/c', 'c']
		]);
	});
});

describe('what is broken', () => {
	it('gives every whole member of a tar cut anywhere, then says where it breaks', async () => {
		const files = Object.fromEntries([0, 1, 2, 3].map((i) => [`${i}.txt`, String(i).repeat(400 * i)]));
		const archive = await tarOf(files);
		const contentEnd = archive.length - 1024;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 512, max: contentEnd - 1 }), async (cut) => {
				const all = await arrivals(await put('cut.tar', archive.subarray(0, cut)));
				const given = told(all.filter((arrival) => !('refused' in arrival)));
				let end = 0;
				const whole = Object.entries(files).filter(([, text]) => {
					const isWhole = end + 512 + text.length <= cut;
					end += 512 + Math.ceil(text.length / 512) * 512;
					return isWhole;
				});
				expect(given).toEqual(whole.map(([name, text]) => [`cut.tar/${name}`, text]));
				const refused = all.at(-1)!;
				// A cut between two members cannot be told from an archive's end without its two empty blocks.
				if (cut % 512 !== 0) expect(refused).toMatchObject({ refused: { code: 'archive/broken-archive' } });
			}),
			{ numRuns: 60 }
		);
	});

	it('names the archive, its last good member and the byte in the refusal of a cut tar.gz', async () => {
		const noise = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * i * 7919) % 251));
		const given = gzipSync(await tarOf({ 'good.txt': 'good', 'cut.bin': noise }));
		const all = await arrivals(await put('x.tar.gz', given.subarray(0, given.length - 200)));
		expect(told(all)[0]).toEqual(['x.tar.gz/good.txt', 'good']);
		expect(all[1]).toMatchObject({ refused: { code: 'archive/broken-archive', data: { byte: 1024 } } });
		expect('refused' in all[1]! && all[1].refused.message).toMatch(
			/x\.tar\.gz' cannot be read after 'good\.txt', from byte 1024 .*unexpected end of file/
		);
	});

	it.each([
		['gzip', gzipSync('packet '.repeat(100)).subarray(0, 30)],
		['bzip2', tarBz2.subarray(0, 60)]
	])('refuses a cut %s packet and keeps what there is', async (_name, given) => {
		const [arrival] = await arrivals(await put('cut', given));
		expect(arrival).toMatchObject({ refused: { code: 'archive/unreadable' }, bytes: given });
	});

	it('refuses a damaged zip', async () => {
		const damaged = Buffer.from(zip);
		damaged[45] = damaged[45]! ^ 0xff;
		expect(told(await arrivals(await put('x.zip', damaged)))).toContainEqual(['x.zip/b.txt', 'beta']);
		expect(told(await arrivals(await put('y.zip', zip.subarray(0, 90))))).toEqual([
			['y.zip', 'archive/unreadable']
		]);
	});
});

describe.skipIf(!samples)('opening real archives', () => {
	it('finds every notice of the LVC archive, in xz', async () => {
		const all = await arrivals(sample('gcn/voevents/lvc_observation.tar.xz'));
		expect(all).toHaveLength(2811);
		expect(all.every((arrival) => !('refused' in arrival) && arrival.bytes.length > 0)).toBe(true);
	});

	it('unpacks the 201 MB of a small map, and keeps the small file', async () => {
		const [arrival] = await arrivals(sample('gw/skymaps/GRB220617A_IPN_map_hpx.fits.gz'));
		expect(arrival!.bytes).toHaveLength(201_335_040);
		if ('refused' in arrival!) throw arrival.refused;
		expect(gunzipSync(arrival!.original)).toHaveLength(201_335_040);
		arrival!.release!();
		expect(arrival!.bytes).toHaveLength(0);
	});
});
