import { generateNotices } from '#lib/archive/demo/notices.ts';
import { folderStore, ingest, parseKnownRule } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { percentile, targetLine } from './figures.ts';
import { filledObject } from './fill.ts';
import { startPortal } from './portal.ts';

/** A place and a moment to ask about. */
export interface Sample {
	readonly n: number;
	readonly knownAt: Instant;
}

const targetMs = 150;
/** After the last of the invented notices. */
const noticesKnown = '2021-10-01T00:00:00Z';

/** Path of the page about object `n` of `objects`, at a moment. */
type PathOf = (n: number, objects: number) => string;

const objectPath: PathOf = (n, objects) => `objects/ztf/${filledObject(n, objects).objectId}`;
const placeOf: PathOf = (n, objects) => {
	const { raDeg, decDeg } = filledObject(n, objects);
	return `ra=${raDeg}&dec=${decDeg}`;
};

const pages: Record<string, PathOf> = {
	'an object': (n, objects) => `/${objectPath(n, objects)}`,
	'its history': (n, objects) => `/history/${objectPath(n, objects)}`,
	'its changes': (n, objects) => `/diff?from=2018-06-01&subject=${objectPath(n, objects)}`,
	'a cone of 60 arcsec': (n, objects) => `/objects?${placeOf(n, objects)}&radius_arcsec=60`,
	'changes in it': (n, objects) => `/diff?from=2018-06-01&${placeOf(n, objects)}&radius_arcsec=60`,
	'all objects': () => '/objects',
	'a search for a name': (n, objects) => `/search?q=${filledObject(n, objects).objectId}`,
	'a search for a position': (n, objects) => {
		const { raDeg, decDeg } = filledObject(n, objects);
		return `/search?q=${encodeURIComponent(`${raDeg} ${decDeg} 2m`)}`;
	},
	'the sky': () => '/sky',
	'the provenance of an object': (n, objects) => `/provenance/${objectPath(n, objects)}`,
	'all events': () => '/events',
	'an event': () => `/events/S210914zz?known=${noticesKnown}`,
	'the objects in its region': () => `/objects?event=S210914zz&credible=0.9&known=${noticesKnown}`,
	'the ledger': () => '/batches',
	'a batch': (n) => `/batches/${1 + (n % 5000)}`,
	'the sources': () => '/sources',
	'the collections': () => '/collections',
	'the front page': () => '/'
};

/** Adds notices to the filled archive, starts a portal on it and asks for every kind of page, over HTTP, as of `samples`. */
export async function readPages(url: string, samples: readonly Sample[], objects: number): Promise<void> {
	const portal = await startPortal(url);
	try {
		await addNotices(url, portal.dataDir);
		for (const [name, pathOf] of Object.entries(pages)) {
			const timed: number[] = [];
			for (const { n, knownAt } of samples) {
				const path = pathOf(n, objects);
				const known = `${path.includes('?') ? '&' : '?'}known=${formatInstant(knownAt)}`;
				const address = portal.address + (path.includes('known=') ? path : path + known);
				const begin = performance.now();
				const response = await fetch(address);
				await response.text();
				// an object of which nothing was known yet
				if (!response.ok && response.status !== 404) throw new Error(`${address}: ${response.status}`);
				timed.push(performance.now() - begin);
			}
			// the first ones warm it up
			const warm = timed.slice(Math.floor(timed.length / 10));
			const p95 = percentile(warm, 0.95);
			const figures = `p50 ${percentile(warm, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
			console.log(targetLine(`page of ${name} under ${targetMs} ms`, figures, p95 < targetMs));
		}
	} finally {
		await portal.stop();
	}
}

async function addNotices(url: string, dataDir: string): Promise<void> {
	const database = openDatabase(url, { role: 'lookback_app' });
	try {
		const arrivals = async function* () {
			yield* generateNotices();
		};
		await ingest(database, folderStore(dataDir), arrivals(), {
			actor: 'bench',
			note: 'bench/read.ts',
			rule: parseKnownRule('received'),
			now: () => (Date.now() * 1000) as Instant
		});
	} finally {
		await database.close();
	}
}
