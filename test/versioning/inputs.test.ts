import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { asSeenBy, localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis, type Question } from '#lib/archive/index.server.ts';
import { parametersOf, readInputs, rowsOf, type Item } from '#lib/versioning/inputs/index.server.ts';
import { manifestSchema } from '#lib/versioning/manifest.ts';
import { getter, present } from '../support/archive.ts';
import { storyArchive } from '../support/story-archive.ts';

let archive: Awaited<ReturnType<typeof storyArchive>>;
beforeAll(async () => {
	archive = await storyArchive();
});

const known = '2017-08-18T06:00:00Z';

async function questionAt(at: string, audience = 'lvc-partners'): Promise<Question> {
	const { database } = archive;
	const basis = await resolveBasis(database, { known: at }, present);
	return { database, basis, viewer: await asSeenBy(database, await localViewer(database), audience, basis) };
}

function codeOf(inputs: object, more: object = {}, folder = '/nowhere') {
	const manifest = manifestSchema.parse({
		name: 'looker',
		title: 'Looks',
		runtime: { kind: 'js', module: 'main.js' },
		inputs,
		emits: {},
		...more
	});
	return { name: 'looker', commit: '0'.repeat(40), folder, manifest };
}

async function all(items: AsyncIterable<Item> | null): Promise<Item[]> {
	return items === null ? [] : await Array.fromAsync(items);
}

describe('what an analysis sees', () => {
	it('is what the API writes at the same basis, and no more than was declared', async () => {
		const code = codeOf(
			{ objects: { of: 'objects', where: { subject: 'objects/decam/NGC4993-OT' }, with: ['photometry'] } },
			{ each: 'objects' }
		);
		const { whole, each } = await readInputs(await questionAt(known), code, {});
		const [item, ...rest] = await all(each);
		expect(whole).toEqual({});
		expect(rest).toEqual([]);
		expect(item).toMatchObject({ input: 'objects', key: 'objects/decam/NGC4993-OT' });
		const response = await getter(archive)(
			`/objects/decam/NGC4993-OT.json?known=${known}&as_seen_by=lvc-partners`
		);
		const { object, photometry } = await response.json();
		expect(item!.value).toEqual({ object, photometry });
		expect(rowsOf(item!.value).map(({ row }) => row.split(' ')[0])).toContain('photometry');
	});

	it('holds nothing of what became known later, and nothing that its audience could not see then', async () => {
		const code = codeOf({ events: { of: 'events', with: ['notices'] } }, { each: 'events' });
		const keys = async (at: string, audience?: string) =>
			(await all((await readInputs(await questionAt(at, audience), code, {})).each)).map(({ key }) => key);
		expect(await keys('2017-08-17T13:30:00Z', 'public')).toEqual(['events/Fermi-524666471']);
		expect(await keys('2017-08-17T13:30:00Z')).toEqual(['events/Fermi-524666471', 'events/G298048']);
		expect(await keys('2017-08-17T12:00:00Z')).toEqual([]);
	});

	it('can be the objects inside a localization, with what the parameters say in the conditions', async () => {
		const code = codeOf(
			{
				inside: { of: 'objects', where: { event: { parameter: 'event' }, credible: 0.9 }, with: [] }
			},
			{ parameters: { event: { type: 'string', description: 'Which event' } } }
		);
		const parameters = parametersOf(code.manifest, { event: 'GW170817' });
		const inside = (at: string) => questionAt(at).then((question) => readInputs(question, code, parameters));
		const { whole } = await inside('2017-10-17');
		expect(whole.inside!.map(({ key }) => key)).toContain('objects/decam/NGC4993-OT');
		expect((await inside('2017-08-18T06:00:00Z')).whole.inside).toEqual([]);
	});

	it('is in the same order with the same digests whoever asks and when', async () => {
		const code = codeOf({ objects: { of: 'objects' }, said: { of: 'statements' }, alerts: { of: 'alerts' } });
		const [one, other] = await Promise.all(
			[0, 1].map(async () => (await readInputs(await questionAt('2018-08-01'), code, {})).whole)
		);
		expect(other).toEqual(one);
		const keys = one!.objects!.map(({ key }) => key);
		expect(keys.length).toBeGreaterThan(3);
		expect(keys).toEqual([...keys].sort());
		expect(one!.said!.length).toBeGreaterThan(3);
	});

	it('can be cut to some subjects where items come one at a time', async () => {
		const code = codeOf({ objects: { of: 'objects' } }, { each: 'objects' });
		const only = new Set(['objects/decam/NGC4993-OT', 'events/G298048']);
		const { each } = await readInputs(await questionAt(known), code, {}, only);
		expect((await all(each)).map(({ key }) => key)).toEqual(['objects/decam/NGC4993-OT']);
	});

	it('can be a catalogue of its own, which stays inside its folder', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'lookback-catalogue-'));
		writeFileSync(join(folder, 'hosts.csv'), 'name,ra,made_at\nNGC 4993,197.45,5\n,1e2,\n');
		const read = (path: string) =>
			questionAt(known).then((question) =>
				readInputs(question, codeOf({ hosts: { of: 'catalogue', path } }, {}, folder), {})
			);
		const { whole } = await read('hosts.csv');
		expect(whole.hosts!.map(({ key, value }) => [key, value])).toEqual([
			['hosts.csv#1', { name: 'NGC 4993', ra: 197.45, made_at: 5 }],
			['hosts.csv#2', { name: null, ra: 100, made_at: null }]
		]);
		symlinkSync('/etc/passwd', join(folder, 'away.csv'));
		await expect(read('away.csv')).rejects.toThrow("The catalogue 'away.csv' leads out of its folder.");
		await expect(read('../../etc/passwd')).rejects.toThrow('must be the path of a file in its own folder');
	});
});

describe('parameters', () => {
	const { manifest } = codeOf(
		{},
		{
			parameters: {
				limit: { type: 'number', default: 3, description: 'How many' },
				fast: { type: 'boolean', default: false, description: 'Whether' },
				event: { type: 'string', description: 'Which' }
			}
		}
	);

	it('are checked against the manifest, with its defaults, from texts too', () => {
		expect(parametersOf(manifest, { event: 'S1', limit: '4.5' })).toEqual({
			limit: 4.5,
			fast: false,
			event: 'S1'
		});
	});

	it.each([
		[{}, "looker wants its parameter 'event', a string; it is not given."],
		[{ event: 'S1', limt: 3 }, "looker has no parameter 'limt'; it has limit, fast, event."],
		[{ event: 'S1', limit: 'many' }, 'The parameter \'limit\' of looker must be a number; got "many".']
	])('%j is refused with a sentence', (given, sentence) => {
		expect(() => parametersOf(manifest, given)).toThrow(sentence);
	});
});
