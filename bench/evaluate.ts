/** How many calls a second a JavaScript analysis answers, each with an object and its light curve. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '#lib/versioning/manifest.ts';
import type { Call } from '#lib/versioning/runtime/evaluation.ts';
import { openSession } from '#lib/versioning/runtime/index.server.ts';

const points = 30;
const calls = Number(process.argv[2] ?? 30_000);

const filter = `import { lightCurve } from 'lookback';
export default ({ object, photometry }, { known }) => {
	const detections = photometry.filter((one) => one.kind === 'detection' && one.mag !== null);
	if (detections.length < 5) return null;
	const peak = lightCurve(photometry).peak('r');
	const age = (Date.parse(known) - Date.parse(object.first_observed_at)) / 86_400_000;
	return age < 30 && peak && peak.mag < 17.6 ? { select: object.subject, score: peak.mag } : null;
};`;

/** A row of a light curve with all the columns that the archive gives. */
const point = (object: number, i: number) => ({
	survey: 'ztf',
	object_id: \`ZTF19a\${object}\`,
	measurement: String(10n ** 18n + BigInt(object * points + i)),
	kind: i % 3 === 0 ? 'limit' : 'detection',
	observed_at: new Date(1.57e12 + i * 86_400_000).toISOString(),
	band: i % 2 ? 'r' : 'g',
	mag: i % 3 === 0 ? null : 18 + Math.sin(object + i),
	mag_error: i % 3 === 0 ? null : 0.05,
	limit_mag: 20.5,
	flux_njy: 1e5,
	flux_error_njy: 1e3,
	ra_deg: 197.45 + i * 1e-6,
	dec_deg: -23.38,
	origin: 'own',
	known_at: new Date(1.57e12 + i * 86_400_000 + 1.2e6).toISOString(),
	version: 1,
	versions: 1,
	collection: 'ztf.public',
	batch: 1742
});
