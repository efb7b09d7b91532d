import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe objects to on a page, by all its rules or by some of them: each rule with the elements and why. */
export async function objections(page: Page, rules?: readonly string[]): Promise<readonly unknown[]> {
	await page.evaluate(axe.source);
	const options = JSON.stringify(rules ? { runOnly: rules } : {});
	const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
	return violations.map(({ id, nodes }) => [
		id,
		nodes.map(({ html, failureSummary }) => [html, failureSummary])
	]);
}
