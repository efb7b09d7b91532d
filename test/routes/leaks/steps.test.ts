import { beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { relations } from '#lib/db/relations.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { secretArchive, type Reader, type SecretArchive } from '../../support/secrets/archive.ts';
import { night } from '../../support/secrets/plans.ts';
import { ask } from './asking.ts';

/** Pages of many things, which anyone may open, whoever's they are; and a comparison and a batch. */
const pages = [
	'/',
	'/objects',
	'/events',
	'/sky',
	'/batches/$last',
	'/backtests',
	'/campaigns',
	'/campaigns?state=open',
	'/collections',
	'/decisions',
	'/diff?subject=events/S210914zz&from=2021-09-14',
	'/facilities',
	'/facilities/palomar-60',
	'/facilities/swope',
	'/groups',
	'/observe?ra=37.9546&dec=89.2641',
	`/observe?ra=37.9546&dec=89.2641&from=${night.from}`,
	'/plans',
	'/pointings',
	'/pointings?facility=palomar-60',
	'/runs',
	'/schedule',
	`/schedule?from=${night.from}&to=${night.to}`,
	'/schedule?facility=palomar-60',
	'/software'
];

let secrets: SecretArchive;
/** Moments and batches at which nothing was told but what the public may not see. */
let hidden: ReadonlySet<string>;
let closed: ReadonlySet<string>;

beforeAll(async () => {
	secrets = await secretArchive();
	const broken = Buffer.from('{"circularId": 99002, "subject": ');
	const packet = { name: 'broken.json', bytes: broken, original: broken };
	await secrets.archive.load([packet], 'received', 'gcn.public');
	const { sql } = secrets.archive.database;
	const anyone = contextOf(
		() => secrets.archive,
		{ authorization: null, session: null },
		(Date.now() * 1000) as Instant
	);
	const { collections } = await anyone.viewer();
	const told = await Promise.all(
		relations.map(
			({ name }) => sql<{ known_at: Instant; batch: bigint; is_open: boolean }[]>`
				select distinct known_at, batch, collection = any(${[...collections]}::text[]) as is_open
				from ${sql(name)}`
		)
	);
	const differing = <T>(valueOf: (row: { known_at: Instant; batch: bigint }) => T) => {
		const rows = told.flat();
		const of = (isOpen: boolean) => new Set(rows.filter((row) => row.is_open === isOpen).map(valueOf));
		return of(false).difference(of(true));
	};
	hidden = differing(({ known_at }) => formatInstant(known_at));
	closed = differing(({ batch }) => String(batch));
}, 300_000);

/** Values that the links of a page's time machine have for a parameter, asked time after time at those before. */
async function stepsThrough(reader: Reader, page: string, name: 'known' | 'batch'): Promise<Set<string>> {
	const { sql } = secrets.archive.database;
	const [last] = await sql<[{ batch: bigint }]>`select max(batch) as batch from batch`;
	const told = new Set<string>();
	let path: string | undefined = page.replace('$last', String(last.batch));
	for (let step = 0; path !== undefined && step < 12; step++) {
		const { text } = await ask(secrets, reader, path);
		const [, machine = ''] = text.split('aria-label="Time machine"');
		const links = [...machine.split('</section>')[0]!.matchAll(/<a ([^>]*)>/g)].map(([, link]) => link!);
		for (const link of links) {
			const query = /href="[^"?]*\?([^"]*)"/.exec(link)?.[1]?.replaceAll('&amp;', '&');
			const value = new URLSearchParams(query ?? '').get(name);
			if (value !== null) told.add(value);
		}
		const earlier = links.find((link) => link.includes('data-action="earlier"'));
		path = /href="([^"]*)"/.exec(earlier ?? '')?.[1]?.replaceAll('&amp;', '&');
	}
	return told;
}

describe('steps through time', () => {
	it.each(pages)('on %s lead nobody to a moment of what is kept from them', async (page) =>
		expect([...(await stepsThrough('nobody', page, 'known')).intersection(hidden)]).toEqual([])
	);

	it.each(['/campaigns', '/plans', '/software'])('on %s lead a member there', async (page) =>
		expect((await stepsThrough('a member', page, 'known')).intersection(hidden).size).toBeGreaterThan(0)
	);

	it.each(['/sources', '/sources/refused'])(
		'on %s lead nobody to a batch of what is kept from them, and a member to it',
		async (page) => {
			expect([...(await stepsThrough('nobody', page, 'batch')).intersection(closed)]).toEqual([]);
			expect((await stepsThrough('nobody', page, 'batch')).size).toBeGreaterThan(0);
			expect((await stepsThrough('a member', page, 'batch')).intersection(closed).size).toBeGreaterThan(0);
		}
	);
});
