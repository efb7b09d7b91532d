import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '#lib/versioning/manifest.ts';
import type { Call, Code } from '#lib/versioning/runtime/evaluation.ts';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { withDescendants } from '#lib/versioning/runtime/watch.server.ts';
import { loadLine } from './support/server.ts';
import { targetLine } from './support/figures.ts';

/*
 * How many calls a second a JavaScript filter answers, each about an object with a light curve of 30 points that has all
 * the columns of the archive's photometry. `node bench/evaluate.ts [calls]`
 */

const points = 30;
const calls = Number(process.argv[2] ?? 50_000);
const targetPerSecond = 5000;

const filter = `import { dayOf, detections, fadingMagPerDay, peak } from 'lookback';
export default ({ object, photometry }, { known }) => {
	const seen = detections(photometry, 'r');
	if (seen.length < 5 || dayOf(known) - seen[0].day > 60) return null;
	const fading = fadingMagPerDay(seen.slice(-5));
	return fading && fading.slope < 0 ? { select: 'objects/ztf/' + object.object_id, score: peak(seen).mag } : null;
};`;

const moment = (day: number) => new Date(1.57e12 + day * 86_400_000).toISOString();

const point = (object: number, i: number) => ({
	survey: 'ztf',
	object_id: `ZTF19${object}`,
	measurement: String(10n ** 18n + BigInt(object * points + i)),
	kind: i % 5 === 0 ? 'limit' : 'detection',
	observed_at: moment(i),
	exposure_sec: 30,
	band: i % 2 ? 'r' : 'g',
	mag: i % 5 === 0 ? null : 18 + Math.sin(object + i / 9),
	mag_err: i % 5 === 0 ? null : 0.051234,
	limiting_mag: 20.5,
	flux_njy: null,
	flux_err_njy: null,
	is_positive: i % 5 === 0 ? null : true,
	real_bogus: i % 5 === 0 ? null : 0.87,
	ra_deg: 197.45 + i * 1e-6,
	dec_deg: -23.38,
	origin: 'own',
	collection: 'ztf.public',
	known_at: moment(i + 0.02),
	known_from: 'received',
	version: 1,
	packet: String(object),
	batch: '1742',
	fact: i
});

/** Objects to take turns: making them is not what is measured. */
const items = Array.from({ length: 500 }, (_, i) => ({
	object: { survey: 'ztf', object_id: `ZTF19${i}`, ra_deg: 197.45, dec_deg: -23.38 },
	photometry: Array.from({ length: points }, (_, j) => point(i, j))
}));

function* objects(): Generator<Call> {
	for (let i = 0; i < calls; i++)
		yield { key: `objects/ztf/ZTF19${i}`, known: moment(points), item: items[i % items.length] };
}

/** Seconds of processor time that the other processes of ours took so far (Linux). */
function othersCpu(): number {
	const ticks = withDescendants(process.pid)
		.filter((pid) => pid !== process.pid)
		.map((pid) =>
			readFileSync(`/proc/${pid}/stat`, 'utf8')
				.replace(/^.*\) /, '')
				.split(' ')
		)
		.map((fields) => Number(fields[11]) + Number(fields[12]));
	return ticks.reduce((total, one) => total + one, 0) / 100;
}

const folder = mkdtempSync(join(tmpdir(), 'lookback-bench-'));
writeFileSync(join(folder, 'main.js'), filter);
const code: Code = {
	name: 'bench',
	commit: '0'.repeat(40),
	folder,
	manifest: parseManifest(
		JSON.stringify({
			name: 'bench',
			title: 'Bench',
			runtime: { kind: 'js', module: 'main.js' },
			inputs: { objects: { of: 'objects' } },
			each: 'objects',
			emits: { selections: true }
		})
	)
};

console.log(loadLine());
const opening = performance.now();
const session = await openSession(code, { seed: '0'.repeat(16), parameters: {}, inputs: {}, trusted: false });
const opened = performance.now();
const [ownBefore, othersBefore] = [process.cpuUsage(), othersCpu()];
let selected = 0;
for await (const { outputs } of session.evaluate(objects())) selected += outputs.length;
const seconds = (performance.now() - opened) / 1000;
const { user, system } = process.cpuUsage(ownBefore);
const [own, others] = [(user + system) / 1e6, othersCpu() - othersBefore];
await session.close();
rmSync(folder, { recursive: true });

const bytes = items.reduce((total, one) => total + JSON.stringify(one).length, 0) / items.length;
console.log(`opening a session: ${Math.round(opened - opening)} ms`);
console.log(`${calls} calls of ${Math.round(bytes)} bytes, ${selected} selected, in ${seconds.toFixed(2)} s`);
console.log(`processor time: ${own.toFixed(2)} s here, ${others.toFixed(2)} s in the process of the isolate`);
const rate = calls / seconds;
console.log(
	targetLine('calls a second', `${Math.round(rate)} of ${targetPerSecond}`, rate >= targetPerSecond)
);
const possible = calls / Math.max(own, others);
console.log(`with a core for each of the two processes: ${Math.round(possible)} calls a second`);
