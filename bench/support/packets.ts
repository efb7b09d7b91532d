import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { generateNights, type NightsOptions } from '#lib/archive/demo/nights.ts';

/** Folder for what benchmarks make once and use again. */
export const workFolder = join(tmpdir(), 'lookback-bench');

/** Path of a tar of generated nights, made when it is not there yet. */
export async function packetArchive(options: NightsOptions): Promise<string> {
	const { seed, nights, alertsPerNight, stampPixels } = options;
	const path = join(workFolder, `ztf-${seed}-${nights}x${alertsPerNight}-${stampPixels}.tar`);
	if (existsSync(path)) return path;
	console.log(`Making ${path}, once.`);
	mkdirSync(workFolder, { recursive: true });
	const tar = pack();
	const written = pipeline(tar, createWriteStream(`${path}.unfinished`));
	for (const { name, bytes, delivery } of generateNights(options)) {
		if (delivery.kind !== 'prompt') continue;
		await new Promise<void>((resolve, reject) =>
			tar.entry({ name, mtime: new Date(0) }, Buffer.from(bytes), (error) =>
				error ? reject(error) : resolve()
			)
		);
	}
	tar.finalize();
	await written;
	renameSync(`${path}.unfinished`, path);
	return path;
}
