import { beforeAll, describe, expect, test } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { readSearch, resolveBasis, type NamedThing, type Reading } from '#lib/archive/index.server.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;

const tns = {
	objid: 67022,
	name_prefix: 'SN',
	objname: '2020ubb',
	radeg: 20.8,
	decdeg: 24.9,
	discoverydate: '2020-09-20 08:00:00',
	internal_names: 'ZTF20acdlhyq, ATLAS20bavz'
};
const followUp = 'Event,Class,RA,RA Unc,Rejection reason\nIC190529A,BRONZE,1,1,Low signalness\n';

beforeAll(async () => {
	archive = await smallArchive();
	const given = { 'tns.json': JSON.stringify(tns), 'overview.csv': followUp };
	const packets = Object.entries(given).map(([name, text]) => {
		const bytes = Buffer.from(text);
		return { name, bytes, original: bytes };
	});
	await archive.load(packets, 'received');
});

async function subjects(text: string): Promise<string[]> {
	const { database } = archive;
	const question = {
		database,
		viewer: await localViewer(database),
		basis: await resolveBasis(database, {}, present)
	};
	const { things } = await readSearch(question, text, present);
	return [...new Set(things.map(({ subject }) => subject))];
}

describe('a name is found', () => {
	test.each(['S210914zz', 's210914zz', 'S210914ZZ', ' S210914zz '])('of an event, as %j', async (text) => {
		expect(await subjects(text)).toEqual(['events/S210914zz']);
	});

	test.each(['IC190529A', 'IceCube-190529A', 'IceCube 190529A', 'icecube-190529a', 'IC 190529A'])(
		'of an event of which no notice came, as %j',
		async (text) => {
			expect(await subjects(text)).toEqual(['events/IceCube-190529A']);
		}
	);

	test.each(['SN 2020ubb', 'AT2020ubb', 'AT 2020ubb', '2020ubb', 'sn2020UBB', 'ZTF20acdlhyq', 'ATLAS20bavz'])(
		'of a transient that TNS alone tells of, as %j',
		async (text) => {
			expect(await subjects(text)).toEqual(['objects/tns/2020ubb']);
		}
	);

	test('of a survey in small letters', async () => {
		const [{ object_id: id }] = await archive.database.sql<[{ object_id: string }]>`
			select object_id from object where survey = 'ztf' limit 1`;
		expect(await subjects(id.toLowerCase())).toEqual([`objects/ztf/${id}`]);
	});

	test.each(['S210914', 'IC190529B', 'XX 2020ubb', '2020ub'])(
		'only where it is whole: not as %j',
		async (text) => {
			expect(await subjects(text)).toEqual([]);
		}
	);
});

test('what has a name is gone through page by page, each once, however many they are', async () => {
	const named = Array.from({ length: 7 }, (_, k) => ({
		objid: 70_000 + k,
		name_prefix: 'AT',
		objname: `2021aa${'abcdefg'[k]}`,
		radeg: 20 + k,
		decdeg: 24,
		discoverydate: '2021-01-20 08:00:00',
		internal_names: 'ManyOf21'
	}));
	await archive.load(
		named.map((row) => {
			const bytes = Buffer.from(JSON.stringify(row));
			return { name: `${row.objname}.json`, bytes, original: bytes };
		}),
		'received'
	);
	const { database } = archive;
	const viewer = await localViewer(database);
	const question = { database, viewer, basis: await resolveBasis(database, {}, present) };
	const whole = await readSearch(question, 'ManyOf21', present);
	expect(whole).toMatchObject({ as: 'the name ManyOf21', next: null });
	expect(whole.things).toHaveLength(7);
	const found: NamedThing[] = [];
	for (let after: NamedThing | null = null; ;) {
		const page: Reading = await readSearch(question, 'ManyOf21', present, { after, limit: 3 });
		expect(page.things.length).toBeLessThanOrEqual(3);
		found.push(...page.things);
		if (page.next === null) break;
		after = page.next;
	}
	expect(found).toEqual(whole.things);
});
