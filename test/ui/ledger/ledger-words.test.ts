import { expect, test } from 'vitest';
import { getTableName } from 'drizzle-orm';
import { facts } from '#lib/db/schema.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { bytesText } from '#lib/ui/values/bytes-text.ts';
import { factCounts } from '#lib/ui/values/fact-counts.ts';
import { receivedBars } from '#lib/ui/ledger/received-bars.ts';

test('facts are counted in words, the most first', () => {
	expect(factCounts({ alert: 1, photometry: 1204, unheard: 2 })).toBe(
		'1,204 measurements, 2 unheard, 1 alert'
	);
});

test('every relation of the ledger has a name that people know', () => {
	for (const relation of Object.values(facts)) {
		const name = getTableName(relation);
		expect(factCounts({ [name]: 2 }), name).not.toMatch(
			/_|^2 (facility|campaign|plan|block|pointing|quarantine)$/
		);
	}
	expect(factCounts({ facility: 35, block: 1 })).toBe('35 versions of facilities, 1 revision of a block');
});

test('months in which nothing was received have their place too', () => {
	const count = (month: string, packets: number) => ({
		received_from: parseInstant(`${month}-01T00:00:00Z`),
		packets,
		records: packets
	});
	expect(receivedBars({ unit: 'month', counts: [count('2025-11', 3), count('2026-02', 5)] })).toEqual([
		{ label: '2025-11', amount: 3 },
		{ label: '2025-12', amount: 0 },
		{ label: '2026-01', amount: 0 },
		{ label: '2026-02', amount: 5 }
	]);
	expect(receivedBars({ unit: 'day', counts: [] })).toEqual([]);
});

test('bytes are shown as text where they are text, else in hexadecimal', () => {
	expect(bytesText(Buffer.from('{"é": 1}\n'))).toBe('{"é": 1}\n');
	// cut in the middle of a character
	expect(bytesText(Buffer.from('{"é').subarray(0, 3))).toBe('{"');
	expect(bytesText(Buffer.from([0x4f, 0x62, 0x6a, 0x01]))).toMatch(/^000000 {2}4f 62 6a 01 +Obj\.$/);
});
