/** What a refused request is told to wait, where it is not told. */
const usualWaitSec = 3;
const longestWaitSec = 60;
/** Not all at once, where many were refused at once. */
const spreadSec = 1;

const isCrowded = ({ status }: Response) => status === 429 || status === 503;

/**
 * A fetch that asks again for the data of the page that is shown, after as long as it is told (`Retry-After` in seconds, RFC 9110),
 * when there is no turn for it now: what stands there stays until then. Whoever goes to another page meanwhile is not held up by it,
 * and is told themselves when that one is refused.
 */
export function patientFetch(
	fetch: typeof globalThis.fetch,
	{
		shown,
		wait
	}: {
		/** Address of the page that is shown now. */
		readonly shown: () => URL;
		readonly wait: (ms: number) => Promise<void>;
	}
): typeof globalThis.fetch {
	return async (resource, init) => {
		for (;;) {
			const response = await fetch(resource, init);
			if (!isCrowded(response) || !isDataOf(shown(), resource)) return response;
			await wait(1000 * (waitSec(response) + Math.random() * spreadSec));
			if (!isDataOf(shown(), resource)) return response;
		}
	};
}

/** Whether a request asks for what SvelteKit shows at an address: `/schedule/__data.json` for `/schedule`. */
function isDataOf(page: URL, resource: RequestInfo | URL): boolean {
	if (resource instanceof Request) return false;
	const asked = new URL(resource, page);
	const own = asked.pathname === '/__data.json' ? '/' : asked.pathname.replace(/\/__data\.json$/, '');
	if (own === asked.pathname) return false;
	asked.searchParams.delete('x-sveltekit-invalidated');
	asked.searchParams.delete('x-sveltekit-trailing-slash');
	return own === page.pathname && asked.searchParams.toString() === page.searchParams.toString();
}

function waitSec(response: Response): number {
	const told = response.headers.get('retry-after') ?? '';
	return /^\d{1,5}$/.test(told) ? Math.min(Number(told), longestWaitSec) : usualWaitSec;
}
