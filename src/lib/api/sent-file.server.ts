import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openPaths } from '#lib/archive/index.server.ts';

export type Arrivals = ReturnType<typeof openPaths>;

/** Opens a file that was sent, archives too, and hands `work` what is in it by the names that its sender knows. */
export async function withSentFile<Done>(
	name: string,
	bytes: Uint8Array,
	work: (arrivals: Arrivals) => Promise<Done>
): Promise<Done> {
	const folder = await mkdtemp(join(tmpdir(), 'lookback-sent-'));
	try {
		const safe = basename(name)
			.replace(/[^\w.+~-]/g, '_')
			.replace(/^\.+$/, '')
			.slice(-100);
		const file = join(folder, safe || 'packet');
		await writeFile(file, bytes);
		return await work(named(openPaths([file]), folder));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function* named(arrivals: Arrivals, folder: string): Arrivals {
	for await (const arrival of arrivals) yield { ...arrival, name: arrival.name.replace(`${folder}/`, '') };
}
