import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { represent } from '#lib/api/represent.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { polaris } from '../support/planned.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let plan: string;
// its microseconds are more than a double of MJD tells
let clock = (present + 123_457) as Instant;
const next = () => (clock = (clock + 60_000_001) as Instant);
const hours = (count: number) => formatInstant((present + count * 3.6e9) as Instant);

const event = 'S250101ab';
const place = { ra_deg: polaris.raDeg, dec_deg: polaris.decDeg };
const look = (pointing: string, more: object = {}) => ({
	...{ facility: 'liverpool', pointing, instrument: 'io-o', is_executed: true, ...place, band: 'r', event },
	...{ from: '2019-04-25T08:18:18.123457Z', to: '2019-04-25T08:18:48.654321Z' },
	...more
});
const record = (...pointings: object[]) =>
	as('ada', next()).pointings.record({ pointings: pointings as never });

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [['ada', 'archive', 'administrator']]);
	await recordFacilities(
		archive,
		seedFacilities()
			.filter(({ facility }) => ['liverpool', 'palomar-48'].includes(facility))
			.map((facility) => ({ facility })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
	const sets = [{ band: 'r', exposureSec: 600, exposures: 2 }];
	const targets = [{ ...polaris, subject: `events/${event}`, sets, visits: 4, facilities: ['liverpool'] }];
	const wanter = { campaign: 'pole', owner: 'public', audience: 'public' };
	await as('ada', next()).campaigns.save({ ...wanter, title: 'The pole', goals: { targets } } as never);
	const night = { from: hours(2), to: hours(26) };
	({ plan } = await as('ada', next()).plans.make({ campaigns: ['pole'], ...night, iterations: 3 }));
	const { blocks } = await as('ada', next()).plans.propose({ id: plan });
	const change = (index: number, revision: number, act: string, more: object = {}) =>
		as('ada', next()).schedule.change({
			changes: [{ block: blocks[index], revision, act, ...more } as never]
		});
	await change(0, 1, 'accept');
	await change(1, 1, 'accept');
	clock = (present + 30 * 3.6e9 + 7) as Instant;
	await change(1, 2, 'execute', { depth_mag: 21.25 });
	await change(2, 1, 'decline', { reason_kind: 'weather' });
	const turned = { from: '2019-04-28T08:18:18Z', to: '2019-04-28T08:18:48Z' };
	await record(
		look('one'),
		look('turned', { ...turned, position_angle_deg: 12.5, depth_mag: 20.2, campaign: 'pole' })
	);
	// the same look by another name, which tells more
	const later = { from: '2019-04-26T08:18:18Z', to: '2019-04-26T08:18:48Z' };
	await record(look('first told', later));
	await record(look('told again', { ...later, depth_mag: 21.1 }));
	await record(look('to come', { is_executed: false, from: hours(100), to: hours(100.25) }));
	await record(
		look('of nothing', { event: undefined, from: '2019-04-27T08:18:18Z', to: '2019-04-27T08:18:18Z' })
	);
	clock = next();
});

async function fileAt(path: string): Promise<Uint8Array<ArrayBuffer>> {
	const credentials = { authorization: `Bearer ${archive.token}`, session: null };
	const context = contextOf(() => archive, credentials, clock);
	return new Uint8Array(await (await represent(context, new URL(`http://localhost${path}`))).arrayBuffer());
}

const take = (bytes: Uint8Array<ArrayBuffer>, more: object = {}) =>
	as('ada', next()).pointings.importFile({ name: 'file', bytes, ...more } as never);

const onRecord = async () =>
	(await archive.database.sql`select * from pointing order by batch, pointing`).length;

describe('what is handed out and read in again changes nothing', () => {
	it.each([
		['/schedule/obsplan.vot', 8],
		['/schedule/obsplan.csv', 8],
		['/campaigns/pole/obsplan.vot', 4],
		['/facilities/liverpool/obsplan.csv', 8],
		['/plans/PLAN/obsplan.vot', 4],
		['/schedule/treasure-map.json', 5],
		['/facilities/liverpool/treasure-map.json', 5],
		['/plans/PLAN/treasure-map.json', 4]
	])('of %s', async (path, rows) => {
		const before = await onRecord();
		const { database } = archive;
		const [{ batch } = { batch: 0n }] = await database.sql<
			{ batch: bigint }[]
		>`select max(batch) as batch from batch`;
		const bytes = await fileAt(path.replace('PLAN', plan));
		const report = await take(bytes);
		expect(report.recorded).toBe(0);
		expect(report.read).toBe(rows);
		expect(await onRecord()).toBe(before);
		const [after] = await database.sql<{ batch: bigint }[]>`select max(batch) as batch from batch`;
		expect(after!.batch).toBe(batch);
	});

	it('even where it was revised since', async () => {
		const old = await Promise.all(['/schedule/obsplan.vot', '/schedule/treasure-map.json'].map(fileAt));
		await record(look('one', { depth_mag: 19.5 }));
		clock = next();
		for (const bytes of old) expect((await take(bytes)).recorded).toBe(0);
		for (const path of ['/schedule/obsplan.csv', '/schedule/treasure-map.json'])
			expect((await take(await fileAt(path))).recorded).toBe(0);
	});

	it('and what somebody changed in it is news, with the block and the campaign that it had', async () => {
		const text = Buffer.from(await fileAt('/schedule/obsplan.csv')).toString();
		expect(text).toContain(',12.5,20.2,');
		const report = await take(Buffer.from(text.replace(',12.5,20.2,', ',12.5,20.3,')));
		expect(report.recorded).toBe(1);
		clock = next();
		const { pointings } = await as(null, clock).pointings.list({ limit: 1000 });
		expect(pointings.find(({ pointing }) => pointing === 'turned')).toMatchObject({
			depth_mag: 20.3,
			campaign: 'pole'
		});
	});
});

it('another archive has them by the same names, and hands them out as they came', async () => {
	const files = await Promise.all(['/schedule/obsplan.vot', '/schedule/treasure-map.json'].map(fileAt));
	const other = await smallArchive();
	const asOther = await peopleOf(other, [['ada', 'archive', 'administrator']]);
	const facilities = seedFacilities().filter(({ facility }) => facility === 'liverpool');
	await recordFacilities(
		other,
		facilities.map((facility) => ({ facility })),
		{ viewer: await localViewer(other.database), actor: 'test', now: next() }
	);
	for (const bytes of files) {
		expect(
			(await asOther('ada', next()).pointings.importFile({ name: 'f', bytes })).recorded
		).toBeGreaterThan(2);
		expect((await asOther('ada', next()).pointings.importFile({ name: 'f', bytes })).recorded).toBe(0);
	}
	clock = next();
	const names = async (who: typeof as) =>
		(await who(null, clock).pointings.list({ limit: 1000 })).pointings.map(({ pointing }) => pointing);
	expect(await names(asOther)).toEqual(expect.arrayContaining(['one', 'turned', 'first told', 'to come']));
	expect(await names(asOther)).not.toContainEqual(expect.stringContaining('treasure-map'));
});

it('a file that was told, revised by another and read in once more stays as it was', async () => {
	const row = (planned: string, depth: number) =>
		`${Date.parse(planned) / 864e5 + 40587},alien,10,20,58600.1,58600.2,liverpool,io-o,Performed,r,${depth}`;
	const head =
		't_planning,obs_id,s_ra,s_dec,t_min,t_max,facility_name,instrument_name,execution_status,band,depth_mag';
	const first = Buffer.from(`${head}\n${row('2019-05-01T00:00:00Z', 20)}\n`);
	const second = Buffer.from(`${head}\n${row('2019-05-03T00:00:00Z', 21)}\n`);
	const between = Buffer.from(`${head}\n${row('2019-05-02T00:00:00Z', 20)}\n`);
	const recorded: number[] = [];
	for (const bytes of [first, second, first, between, second]) recorded.push((await take(bytes)).recorded);
	expect(recorded).toEqual([1, 1, 0, 0, 0]);
	clock = next();
	const depthAt = async (known: string) =>
		(await as(null, clock).pointings.list({ known, limit: 1000 })).pointings.find(
			({ pointing }) => pointing === 'alien'
		)!.depth_mag;
	expect(await depthAt('2019-05-02T12:00:00Z')).toBe(20);
	expect(await depthAt(formatInstant(parseInstant('2019-06-01')))).toBe(21);
});
