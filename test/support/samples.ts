import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = process.env.LOOKBACK_SAMPLES ?? resolve(import.meta.dirname, '../../../shared/data');

/** Real alerts, notices and reference values live beside the project, not in it; null where they are absent. */
export const samples = existsSync(root) ? root : null;
if (!samples)
	console.warn(`SKIPPING tests on real data: ${root} is absent (set LOOKBACK_SAMPLES to its folder).`);

/** Path of a sample; only call it inside a test that is skipped when `samples` is null. */
export function sample(path: string): string {
	return join(root, path);
}
