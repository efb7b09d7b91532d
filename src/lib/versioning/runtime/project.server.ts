import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectFolder } from '#lib/project-folder.server.ts';

/** Folder of this room's sources; they run from there, also when the portal was built into one file. */
export const versioningFolder = join(projectFolder, 'src/lib/versioning');

/** The Node that came with the packages, so that every portal has the same V8; this one where it is absent. */
export function pinnedNode(): string {
	try {
		const node = createRequire(join(projectFolder, 'package.json')).resolve('node/bin/node');
		return existsSync(node) ? node : process.execPath;
	} catch {
		return process.execPath;
	}
}
