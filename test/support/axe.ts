import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { themes } from '#lib/ui/parts/theme.ts';

/** The rules whose outcome hangs on colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * What axe objects to on a page, by all its rules or by some of them: each rule with the elements and why. That of
 * targets' size (WCAG 2.2, 2.5.8) has to be asked for.
 */
export async function objections(page: Page, rules?: readonly string[]): Promise<readonly unknown[]> {
	await page.evaluate(axe.source);
	const options = JSON.stringify(
		rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } }
	);
	const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
	return violations.map(({ id, nodes }) => [
		id,
		nodes.map(({ html, failureSummary }) => [html, failureSummary])
	]);
}

/**
 * What axe objects to on a page in each theme that it objects in: by all its rules in the first, in the others by those
 * about colours, for a theme is an attribute of the page that changes nothing else. The page is left in the last, night.
 */
export async function objectionsByTheme(page: Page): Promise<Readonly<Record<string, unknown>>> {
	const found: Record<string, unknown> = {};
	for (const [index, theme] of themes.entries()) {
		await page.locator('html').evaluate((root, name) => (root.dataset.theme = name), theme);
		const objected = await objections(page, index === 0 ? undefined : colourRules);
		if (objected.length > 0) found[theme] = objected;
	}
	return found;
}
