import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { openingError, reasonOf, type RefusedArrival } from './arrival.ts';
import { notAFile } from './members.server.ts';

/** A file on disk, by the name it was reached by. */
export interface FoundFile {
	readonly path: string;
	readonly sizeBytes: number;
}

/**
 * All files at `paths`, folders searched throughout in the order of their names, Avro schemas (`.avsc`) before
 * everything else, since bare datums need them. Links inside a folder that lead out of it are refused; those that
 * stay inside lead to a file that is met anyway.
 */
export async function findFiles(paths: readonly string[]): Promise<(FoundFile | RefusedArrival)[]> {
	const found: (FoundFile | RefusedArrival)[] = [];
	for (const path of paths) for await (const file of filesAt(path)) found.push(file);
	const isSchema = (file: FoundFile | RefusedArrival): boolean =>
		'path' in file && file.path.endsWith('.avsc');
	return [...found.filter(isSchema), ...found.filter((file) => !isSchema(file))];
}

async function* filesAt(path: string): AsyncGenerator<FoundFile | RefusedArrival> {
	try {
		const stats = await stat(path);
		if (stats.isDirectory()) yield* filesIn(path, await realpath(path));
		else if (stats.isFile()) yield { path, sizeBytes: stats.size };
		else yield { name: path, refused: notAFile(path, 'a device, pipe or socket') };
	} catch (error) {
		yield unreadable(path, error);
	}
}

async function* filesIn(folder: string, root: string): AsyncGenerator<FoundFile | RefusedArrival> {
	const entries = await readdir(folder, { withFileTypes: true });
	entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	for (const entry of entries) {
		const path = join(folder, entry.name);
		try {
			if (entry.isDirectory()) yield* filesIn(path, root);
			else if (entry.isFile()) yield { path, sizeBytes: (await lstat(path)).size };
			else if (!entry.isSymbolicLink())
				yield { name: path, refused: notAFile(path, 'a device, pipe or socket') };
			else if (!(await realpath(path)).startsWith(root + sep))
				yield { name: path, refused: notAFile(path, `a link that leads out of '${root}'`) };
		} catch (error) {
			yield unreadable(path, error);
		}
	}
}

function unreadable(path: string, error: unknown): RefusedArrival {
	const message = `'${path}' cannot be read: ${reasonOf(error)}.`;
	return { name: path, refused: openingError('unreadable', message, error, { path }) };
}
