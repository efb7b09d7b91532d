import { beforeAll, expect, test } from 'vitest';
import { testBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { startPortal, type RunningPortal } from '../support/portal.ts';

let portal: RunningPortal;
beforeAll(async () => {
	portal = await startPortal({ DATABASE_URL: await testDatabase() });
});

test('the portal opens in a browser that cannot leave this machine', async () => {
	const page = await (await testBrowser()).newPage();
	const answer = await page.goto(portal.address);
	expect(answer?.status()).toBe(200);
	await expect(page.goto('http://example.org/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
});
