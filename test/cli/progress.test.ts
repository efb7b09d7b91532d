import { expect, test } from 'vitest';
import { pace } from '../../src/cli/progress.ts';

test.each([
	[50, 100, 10, '5.0 MB/s, 0:10 left'],
	[1, 1000, 2, '0.50 MB/s, 33:18 left'],
	[1000, 37_001_000, 2, '500 MB/s, 20:33:20 left'],
	[100, 100, 1, '100 MB/s, 0:00 left'],
	[0, 100, 1, ''],
	[0, 0, 0, '']
])('%d of %d after %d s: %s', (done, total, elapsedSec, wanted) => {
	expect(pace(done, total, 'MB', elapsedSec)).toBe(wanted);
});
