import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import {
	openPaths,
	readSkymap,
	readSkymapDistances,
	resolveBasis,
	type Question
} from '#lib/archive/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { gatherFor } from '#lib/planner/plans/gather.server.ts';
import { makePlan, prepareFor, recordPlan } from '#lib/planner/plans/index.server.ts';
import { pixelAreaSr, pixelOf, uniqOf } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { volumeDensity } from '#lib/sky/skymap-distances.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { sample, samples } from '../support/samples.ts';
import { cardOf, tableFile } from '../archive/packets/fits/make.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

/** Two cells, each half as likely as not: one near, one far; the mean of both says neither. */
const cells = [
	{ raDeg: 215, decDeg: -30, muMpc: 40, sigmaMpc: 8 },
	{ raDeg: 245, decDeg: -30, muMpc: 160, sigmaMpc: 16 }
];
const order = 4;

function twoCells(event: string, { hasDistances = true } = {}): Buffer {
	const columns = ['PROBDENSITY', ...(hasDistances ? ['DISTMU', 'DISTSIGMA', 'DISTNORM'] : [])];
	const rowBytes = 8 * (1 + columns.length);
	const data = Buffer.alloc(rowBytes * cells.length);
	cells.forEach(({ raDeg, decDeg, muMpc, sigmaMpc }, row) => {
		data.writeBigInt64BE(uniqOf(order, pixelOf(order, raDeg, decDeg)), rowBytes * row);
		const values = [0.5 / pixelAreaSr(order), muMpc, sigmaMpc, 1 / (muMpc ** 2 + sigmaMpc ** 2)];
		columns.forEach((_, i) => data.writeDoubleBE(values[i]!, rowBytes * row + 8 * (1 + i)));
	});
	return tableFile({
		forms: [['UNIQ', 'K'], ...columns.map((name) => [name, 'D'] as const)],
		...{ rowBytes, rows: cells.length, data },
		cards: [
			...[
				cardOf('OBJECT', event),
				cardOf('ORIGIN', 'LIGO/Virgo/KAGRA'),
				cardOf('DATE', '2026-05-31T00:00:00')
			],
			...[cardOf('DATE-OBS', '2026-05-30T00:00:00'), cardOf('DISTMEAN', 40), cardOf('DISTSTD', 8)]
		]
	});
}

const packet = (name: string, original: Buffer, bytes = original) => ({ name, bytes, original });
const asNotice = (superevent: string) =>
	Buffer.from(
		JSON.stringify({
			...{ alert_type: 'PRELIMINARY', time_created: '2026-05-31T00:00:00Z', superevent_id: superevent },
			event: { time: '2026-05-30T00:00:00Z', far: 1e-9, skymap: twoCells(superevent).toString('base64') },
			external_coinc: null
		})
	);

beforeAll(async () => {
	archive = await smallArchive();
	const zipped = twoCells('S260530a');
	await archive.load(
		[
			packet('S260530a.fits.gz', gzipSync(zipped), zipped),
			packet('S260530b.json', asNotice('S260530b')),
			packet('S260530c.fits', twoCells('S260530c', { hasDistances: false }))
		],
		'2026-05-31T00:00:00Z'
	);
	as = await peopleOf(archive, [
		['pat', 'blue-team', 'planner'],
		['con', 'blue-team', 'contributor']
	]);
	const facilities = seedFacilities().filter(({ facility }) => facility === 'ctio-blanco');
	await recordFacilities(
		archive,
		facilities.map((facility) => ({ facility })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
});

const ask = async (): Promise<Question> => ({
	database: archive.database,
	viewer: await localViewer(archive.database),
	basis: await resolveBasis(archive.database, {}, clock)
});

describe('readSkymapDistances', () => {
	const distancesOf = async (event: string) => {
		const question = await ask();
		const { localization, skymap } = await readSkymap(question, event);
		return { skymap, distances: await readSkymapDistances(question, archive.store, localization, skymap) };
	};

	it.each(['S260530a', 'S260530b'])('reads those of %s by the rows of its map', async (event) => {
		for (const time of ['first', 'second']) {
			const { skymap, distances } = await distancesOf(event);
			for (const { raDeg, decDeg, muMpc, sigmaMpc } of cells) {
				const row = skymap.pixel.indexOf(pixelOf(order, raDeg, decDeg));
				expect(distances!.muMpc[row], time).toBe(muMpc);
				expect(distances!.sigmaMpc[row]).toBe(sigmaMpc);
			}
		}
	});

	it('is null for a map that tells none', async () => {
		expect((await distancesOf('S260530c')).distances).toBeNull();
	});
});

describe.skipIf(!samples)('readSkymapDistances of real maps', () => {
	it.each([
		['gw/skymaps/gw170817_skymap.fits.gz', 'GW170817', null],
		['gw/userguide/MS181101ab_alerts_json_avro.tar.xz', 'MS181101ab', 'lvk-json'],
		['gw/userguide/MS181101ab_alerts_json_avro.tar.xz', 'MS181101ab', 'lvk-avro']
	])('reads those of %s (%s, %s), whose cells have the mean of all of it', async (file, event, format) => {
		const arrivals = [];
		for await (const arrival of openPaths([sample(file)]))
			if (!('refused' in arrival) && (format === null || arrival.name.endsWith(format.slice(4))))
				arrivals.push(arrival);
		const fresh = await smallArchive();
		await fresh.load(arrivals, '2026-05-31T00:00:00Z');
		const question = {
			...(await ask()),
			database: fresh.database,
			basis: await resolveBasis(fresh.database, {}, clock)
		};
		const { localization, skymap } = await readSkymap(question, event);
		const distances = (await readSkymapDistances(question, fresh.store, localization, skymap))!;
		let [mean, total] = [0, 0];
		skymap.order.forEach((level, row) => {
			const probability = skymap.density[row]! * pixelAreaSr(level);
			if (!(distances.norm[row]! > 0) || probability < 1e-7) return;
			for (let distanceMpc = 0.5; distanceMpc < 4 * localization.distance_mean_mpc!; distanceMpc++) {
				const part = probability * volumeDensity(distances, row, distanceMpc) * distanceMpc ** 2;
				total += part;
				mean += part * distanceMpc;
			}
		});
		expect(mean / total / localization.distance_mean_mpc!).toBeCloseTo(1, 1);
		expect(total).toBeGreaterThan(0.97);
	});
});

describe('a plan of galaxies', () => {
	/** By the mean of all of the map the first two are alike; in their cells they are not. */
	const galaxies = [
		{ ...cells[0]!, name: 'near, where it is near', distanceMpc: 40 },
		{ ...cells[1]!, name: 'near, where it is far', distanceMpc: 40 },
		{ ...cells[1]!, raDeg: 246.5, name: 'far, where it is far', distanceMpc: 160 }
	].map(({ name, raDeg, decDeg, distanceMpc }) => ({ name, raDeg, decDeg, distanceMpc }));

	const planned = async (event: string, software?: string) => {
		const { database } = archive;
		const viewer = await localViewer(database);
		const wish = {
			...{ campaigns: [event.toLowerCase()], facilitiesBasis: null, facilities: null },
			basis: await resolveBasis(database, {}, next()),
			from: parseInstant('2026-06-01T22:00:00Z'),
			to: parseInstant('2026-06-02T12:00:00Z'),
			options: { seconds: null, iterations: 20, gap: 0.001, seed: 1 }
		};
		const prepared = software
			? {
					...{ person: 'test', wish },
					gathered: await gatherFor(archive, viewer, wish, { software, slotSec: null })
				}
			: await prepareFor(archive, viewer, wish);
		const made = await makePlan(prepared);
		const document = software ? { ...made.document, software } : made.document;
		const by = { viewer, actor: 'test', startedAt: clock, finishedAt: clock };
		const plan = await recordPlan(archive, { ...made, document }, by);
		const { identical, words } = await as('con', next()).plans.replay({ id: plan });
		expect(identical, words.join(' ')).toBe(true);
		const looks = document.blocks.map(({ ra_deg }) => ra_deg).sort((a, b) => a - b);
		return { looks, problem: document.problem! };
	};
	beforeAll(async () => {
		for (const event of ['S260530a', 'S260530c'])
			await as('pat', next()).campaigns.save({
				...{ campaign: event.toLowerCase(), title: event, owner: 'blue-team', audience: 'blue-team' },
				goals: {
					coverage: [{ event, galaxies, probability: 0.98, sets: [{ band: 'r', exposureSec: 60 }] }]
				}
			});
	});

	it('looks where they agree with the distances of their cells, and one of a planner of before as it did', async () => {
		const now = await planned('S260530a');
		const before = await planned('S260530a', 'lookback-planner 6');
		const [near, far] = [cells[0]!.raDeg, cells[1]!.raDeg];
		expect(now.looks).toEqual([expect.closeTo(near, 0), expect.closeTo(far + 1.5, 0)]);
		expect(before.looks).toEqual([expect.closeTo(near, 0), expect.closeTo(far, 0)]);
	});

	it('goes on as before with a map in two dimensions', async () => {
		const now = await planned('S260530c');
		const before = await planned('S260530c', 'lookback-planner 6');
		expect(now).toEqual(before);
	});
});
