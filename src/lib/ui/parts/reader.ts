import { getContext, setContext } from 'svelte';

const key = Symbol('reader');

/** Tells what stands in a page who reads it; null for nobody in particular. */
export function tellReader(reader: () => string | null): void {
	setContext(key, reader);
}

/** Whether the reader of the page is signed in, and so may see more than the public. To be asked as a component begins. */
export function readerIsSignedIn(): () => boolean {
	const reader = getContext<(() => string | null) | undefined>(key);
	return () => (reader?.() ?? null) !== null;
}
