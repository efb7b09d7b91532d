import { expect, it } from 'vitest';
import type { Instant } from '#lib/sky/time.ts';
import { documentOf, type Asked } from '#lib/versioning/backtest/document.ts';
import type { Selection } from '#lib/versioning/backtest/part.ts';

const asked: Asked = {
	analysis: 'a',
	commit: '0'.repeat(40),
	parameters: {},
	audience: 'public',
	from_at: 0 as Instant,
	to_at: 1e9 as Instant,
	every: 'alert',
	basis_batch: '1',
	survey: null,
	label: null,
	label_known_at: null
};

it('latencies of a summary are those of selections, to the second', () => {
	const selections = [1207, 1207, 1207, 86_399, null].map((latency_sec, number): Selection => ({
		subject: `objects/ztf/${number}`,
		of: `objects/ztf/${number}`,
		item: `objects/ztf/${number}`,
		selected_at: (number * 1e6) as Instant,
		first_alert_at: 0 as Instant,
		latency_sec,
		reason: null,
		score: null
	}));
	const part = {
		objects: 5,
		evaluations: 5,
		cut_evaluations: 0,
		selections,
		cut_selections: [],
		because: [],
		labelled: [],
		leaks: {},
		environment: {}
	};
	expect(documentOf(asked, [part], null).summary.latency_sec).toEqual({
		p10: 1207,
		p50: 1207,
		p90: 86_399,
		most: 86_399
	});
});
