import { describe, expect, it } from 'vitest';
import { patientFetch } from '#lib/ui/live/patient-fetch.ts';

const data = 'http://host/schedule/__data.json?state=accepted&x-sveltekit-invalidated=11';

/** A portal that refuses so many requests, and a reader whose page is at an address of their own. */
function crowded(refusals: number, { status = 429, retryAfter = '7' } = {}) {
	const page = { href: 'http://host/schedule?state=accepted' };
	const waits: number[] = [];
	const asked: string[] = [];
	const fetch = patientFetch(
		async (resource) => {
			asked.push(String(resource));
			const headers: Record<string, string> = retryAfter === '' ? {} : { 'retry-after': retryAfter };
			return asked.length > refusals ? new Response('{}') : new Response('', { status, headers });
		},
		{
			shown: () => new URL(page.href),
			wait: async (ms) => void waits.push(ms)
		}
	);
	return { fetch, page, waits, asked };
}

describe('data of the page that is shown', () => {
	it('are asked for again after as long as the portal says, until there is a turn', async () => {
		const { fetch, waits, asked } = crowded(3);
		expect((await fetch(data)).status).toBe(200);
		expect(asked).toEqual([data, data, data, data]);
		expect(waits).toHaveLength(3);
		for (const ms of waits) expect([ms >= 7000, ms <= 8000]).toEqual([true, true]);
	});

	it('are asked for again soon where it does not say how long, and not after hours where it says so', async () => {
		const silent = crowded(1, { retryAfter: '', status: 503 });
		await silent.fetch(data);
		expect(silent.waits[0]).toBeLessThan(5000);
		const long = crowded(1, { retryAfter: '86400' });
		await long.fetch(data);
		expect(long.waits[0]).toBeLessThanOrEqual(61_000);
	});

	it('are let go when the reader goes elsewhere', async () => {
		const { fetch, page, asked } = crowded(5);
		const waiting = fetch(data);
		page.href = 'http://host/plans';
		expect((await waiting).status).toBe(429);
		expect(asked).toHaveLength(1);
	});
});

it.each([
	['another page', 'http://host/plans/__data.json?x-sveltekit-invalidated=11'],
	['the same page with another question', 'http://host/schedule/__data.json?state=failed'],
	['what is no data of a page', 'http://host/sky/points?state=accepted']
])('%s that is refused is told at once', async (_, address) => {
	const { fetch, waits } = crowded(1);
	expect((await fetch(address)).status).toBe(429);
	expect(waits).toEqual([]);
});
