import { goto, preloadData } from '$app/navigation';

/**
 * Goes to the same page at another moment: scroll and focus stay where they are. With `replace` it takes the place of
 * this address in the browser's history.
 */
export async function travel(href: string, { replace }: { readonly replace: boolean }): Promise<void> {
	await goto(href, { noScroll: true, keepFocus: true, replaceState: replace });
}

const idleMs = 50;

/** Fetches a page's data once the page has come to rest; the answer calls that off. */
export function prefetchSoon(href: string): () => void {
	const timer = setTimeout(() => void preloadData(href), idleMs);
	return () => clearTimeout(timer);
}
