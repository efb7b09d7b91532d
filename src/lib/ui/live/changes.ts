/** What a follower is told: relations of which something changed that the reader may see. */
export interface Changes {
	readonly batch: bigint;
	readonly changed: readonly string[];
}

/** Whether what a page shows follows the archive: `connecting` at first and after a break. */
export type FollowState = 'connecting' | 'live' | 'refused';

const firstRetryMs = 5000;
const longestRetryMs = 60_000;

/**
 * Follows changes later than a batch, for as long as somebody looks at the page: a browser has few connections for all of its
 * tabs. A lost connection is made again, and misses nothing. The answer ends it.
 */
export function follow(
	since: () => bigint,
	told: { readonly changes: (changes: Changes) => void; readonly state: (state: FollowState) => void }
): () => void {
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let retryMs = firstRetryMs;
	const close = () => {
		source?.close();
		source = undefined;
		clearTimeout(timer);
	};
	const again = (state: FollowState) => {
		close();
		told.state(state);
		// not all at once, where many were let go at once
		timer = setTimeout(open, retryMs * (1 + Math.random()));
		retryMs = Math.min(2 * retryMs, longestRetryMs);
	};
	const open = () => {
		close();
		if (document.hidden) return;
		const input = JSON.stringify({ since: String(since()) });
		source = new EventSource(`/api/trpc/changes.follow?input=${encodeURIComponent(input)}`);
		source.addEventListener('connected', () => {
			retryMs = firstRetryMs;
			told.state('live');
		});
		source.addEventListener('message', ({ data }: MessageEvent<string>) => {
			const { batch, changed } = JSON.parse(data) as { batch: string; changed: string[] };
			told.changes({ batch: BigInt(batch), changed });
		});
		source.addEventListener('serialized-error', () => again('refused'));
		source.addEventListener('error', () => {
			// what the browser does not try again by itself was refused
			if (source?.readyState === EventSource.CLOSED) again('refused');
			else told.state('connecting');
		});
	};
	document.addEventListener('visibilitychange', open);
	open();
	return () => {
		document.removeEventListener('visibilitychange', open);
		close();
	};
}
