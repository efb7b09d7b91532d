import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { openingError, reasonOf, type RefusedArrival } from './arrival.ts';
import { notAFile } from './members.server.ts';

/** A file on disk. */
export interface FoundFile {
	readonly path: string;
	/** Its path below the folder that holds what was asked for: nothing of the machine it is read on. */
	readonly name: string;
	readonly sizeBytes: number;
}

/**
 * All files at `paths`, folders searched throughout in the order of their names, Avro schemas (`.avsc`) before
 * everything else, since bare datums need them. Links inside a folder that lead out of it are refused; those that
 * stay inside lead to a file that is met anyway.
 */
export async function findFiles(paths: readonly string[]): Promise<(FoundFile | RefusedArrival)[]> {
	const found: (FoundFile | RefusedArrival)[] = [];
	for (const path of paths) {
		for await (const file of filesAt(path, basename(resolve(path)))) found.push(file);
	}
	const isSchema = (file: FoundFile | RefusedArrival): boolean =>
		'path' in file && file.path.endsWith('.avsc');
	return [...found.filter(isSchema), ...found.filter((file) => !isSchema(file))];
}

async function* filesAt(path: string, name: string): AsyncGenerator<FoundFile | RefusedArrival> {
	try {
		const stats = await stat(path);
		if (stats.isDirectory()) yield* filesIn(path, name, await realpath(path));
		else if (stats.isFile()) yield { path, name, sizeBytes: stats.size };
		else yield { name, refused: notAFile(name, 'a device, pipe or socket') };
	} catch (error) {
		yield unreadable(path, name, error);
	}
}

async function* filesIn(
	folder: string,
	label: string,
	root: string
): AsyncGenerator<FoundFile | RefusedArrival> {
	const entries = await readdir(folder, { withFileTypes: true });
	entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	for (const entry of entries) {
		const path = join(folder, entry.name);
		const name = `${label}/${entry.name}`;
		try {
			if (entry.isDirectory()) yield* filesIn(path, name, root);
			else if (entry.isFile()) yield { path, name, sizeBytes: (await lstat(path)).size };
			else if (!entry.isSymbolicLink()) yield { name, refused: notAFile(name, 'a device, pipe or socket') };
			else if (!(await realpath(path)).startsWith(root + sep))
				yield { name, refused: notAFile(name, `a link that leads out of '${label}'`) };
		} catch (error) {
			yield unreadable(path, name, error);
		}
	}
}

function unreadable(path: string, name: string, error: unknown): RefusedArrival {
	const why = name.includes('\uFFFD')
		? 'its name is not written in UTF-8; give it another'
		: reasonOf(error).replaceAll(path, name);
	const message = `'${name}' cannot be read: ${why}.`;
	return { name, refused: openingError('unreadable', message, error, { name }) };
}
