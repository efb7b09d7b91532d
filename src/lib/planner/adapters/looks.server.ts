import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Look } from './look.ts';

/* The newest look at each system, a file each: they tell how things are, not what was known, and may be lost. */

const folder = 'adapter-looks';

/** Keeps a look, in place of the one before. */
export async function keepLook(dataDir: string, look: Look): Promise<void> {
	const path = join(dataDir, folder, `${look.adapter}.json`);
	await mkdir(join(dataDir, folder), { recursive: true });
	await writeFile(`${path}.${process.pid}`, JSON.stringify(look));
	await rename(`${path}.${process.pid}`, path);
}

/** The newest looks at the systems of facilities, by name of the adapter. */
export async function readLooks(dataDir: string): Promise<Look[]> {
	const names = await readdir(join(dataDir, folder)).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	const own = names.filter((name) => name.endsWith('.json')).sort();
	return Promise.all(
		own.map(async (name) => JSON.parse(await readFile(join(dataDir, folder, name), 'utf8')) as Look)
	);
}
