import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { objectionsByTheme } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { invented, recordDense, recordInvented } from '../support/invented-object.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let browser: Browser;

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	await recordInvented(archive.database);
	await recordDense(archive.database, '777', 3000);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

/** Every kind of page, full, empty and wrong, now and in the past. */
const pages: Readonly<Record<string, () => string>> = {
	'the first page': () => '/',
	'the first page of the past': () => '/?known=2021-09-15T00:00:00Z',
	'the sky': () => '/sky',
	'a search for a date': () => '/search?q=2021-09-15',
	'a search for a position': () => '/search?q=330+7.5+2d',
	'a search that finds nothing': () => '/search?q=nothing-of-this-name',
	'the list of objects': () => '/objects',
	'a list without rows': () => '/objects?class=nothing',
	'objects around a position': () => '/objects?near=330.1+7.6&within=2d',
	'an object': () => `/objects/ztf/${corrected.objectId}`,
	'an object in the past': () => `/objects/ztf/${corrected.objectId}?known=${corrected.before}`,
	'an object with ghosts': () => `/objects/ztf/${invented.objectId}?known=${invented.before}`,
	'an object in flux': () => `/objects/ztf/${invented.objectId}?y=flux`,
	'an object of thousands of points': () => '/objects/lsst/777',
	'an alert': () => `/alerts/ztf/${corrected.alertId}`,
	'the list of events': () => '/events',
	'an event': () => '/events/S210914zz',
	'an event as the public saw it then': () =>
		'/events/S210914zz?known=2021-09-14T07:00:00Z&batch=3&as_seen_by=public',
	'the keys': () => '/keys',
	'an event in the past': () => '/events/S210914zz?known=2021-09-14T07:00:00Z',
	'an event without a map': () => '/events/IC999001_42',
	'a retracted event': () => '/events/S210921zz',
	'a notice': () => '/notices/ivo:%2F%2Fgwnet%2FLVC%23S210921zz-2-Retraction',
	'the history of an event': () => '/history/events/S210914zz',
	'a history': () => `/history/objects/ztf/${corrected.objectId}`,
	'a comparison to be made': () => '/diff',
	'a comparison': () => `/diff?subject=objects/ztf/${corrected.objectId}&from=${corrected.before}`,
	'stories, of which there are none': () => '/stories',
	'a comparison of a region': () => '/diff?ra=330.12&dec=7.65&radius_arcsec=3600&from=2021-09-01',
	'a comparison of an event': () => '/diff?subject=events/S210914zz&from=2021-09-14T07:00:00Z',
	'the sources': () => '/sources',
	'what was refused': () => '/sources/refused',
	'the collections': () => '/collections',
	'the collections of the past': () => '/collections?known=2020-01-01',
	'the groups': () => '/groups',
	'a group': () => '/groups/ztf',
	'a page that wants a sign-in': () => '/account',
	'a page for administrators': () => '/people',
	'the ledger': () => '/batches',
	'a batch': () => '/batches/1',
	'an error': () => '/objects/ztf/nothing',
	'an error about the basis': () => '/objects?known=whenever'
};

test.each(Object.entries(pages))('%s has nothing that axe objects to in any theme', async (_name, path) => {
	const page = await browser.newPage();
	await page.goto(address + path());
	expect(await objectionsByTheme(page)).toEqual({});
	await page.close();
});
