import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { withParameters } from '#lib/ui/parts/links.ts';

const nowhen: Readonly<Record<string, null>> = {
	known: null,
	batch: null,
	basis: null,
	as_recorded: null,
	cursor: null
};

/** Whether a page's address says what record it is of: then other moments are looked at in that record too. */
export function isRecordPinned(url: URL): boolean {
	return ['batch', 'basis', 'as_recorded'].some((name) => url.searchParams.get(name));
}

/** Address of the same page as known at another moment. */
export function linkAt(url: URL, batch: bigint, known: Instant): string {
	return withParameters(url, {
		...nowhen,
		known: formatInstant(known),
		batch: isRecordPinned(url) ? String(batch) : null
	});
}

/** Address of the same page as a batch left the record, as known at the same moment. */
export function linkToBatch(url: URL, knownAt: Instant, batch: bigint): string {
	const known = url.searchParams.get('basis') ? formatInstant(knownAt) : url.searchParams.get('known');
	return withParameters(url, { ...nowhen, known, batch: String(batch) });
}

/** Address of the same page as known now, of all that is recorded. */
export function linkNow(url: URL): string {
	return withParameters(url, nowhen);
}

/** Address of the same page at a basis, such as `2019-10-01T20:59:00Z~1742`: it shows the same for ever. */
export function permalink(url: URL, basis: string): string {
	return withParameters(url, { ...nowhen, basis });
}
