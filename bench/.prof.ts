import { rm } from 'node:fs/promises';
import { ingest, openPaths, folderStore, parseKnownRule } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { measured } from './support/usage.ts';
import { withFreshDatabase } from './support/server.ts';
const [server, path] = process.argv.slice(2);
await withFreshDatabase(server!, 'bench_prof', async (url) => {
	const database = openDatabase(url, { role: 'lookback_app' });
	const { value: r, usage } = await measured(() => ingest(database, folderStore('/tmp/lookback-bench/rawp'), openPaths([path!]), { actor: 'b', note: 'b', rule: parseKnownRule('observed+20m'), now: () => (Date.now() * 1000) as never }));
	console.log(r.total('packets'), usage, (usage.cpuSec * 1e3) / r.total('packets'), 'ms cpu/packet', process.argv[4]);
	await database.close();
});
await rm('/tmp/lookback-bench/rawp', { recursive: true, force: true });
