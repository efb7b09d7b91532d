import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of a program in the folders of a search path; null where there is none. */
export function programPath(name: string, path = process.env.PATH ?? ''): string | null {
	return (
		path
			.split(delimiter)
			.filter((folder) => folder !== '')
			.map((folder) => join(folder, name))
			.find(isProgram) ?? null
	);
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
