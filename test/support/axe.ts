import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe objects to on a page: each rule with the elements and why. */
export async function objections(page: Page): Promise<readonly unknown[]> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate<AxeResults>('axe.run()');
	return violations.map(({ id, nodes }) => [
		id,
		nodes.map(({ html, failureSummary }) => [html, failureSummary])
	]);
}
