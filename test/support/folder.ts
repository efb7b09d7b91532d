import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new folder, gone when the run ends; root's PostgreSQL, which runs as another account, may pass through it. */
export function testFolder(): string {
	const folder = mkdtempSync(join(inject('runFolder'), 'folder-'));
	chmodSync(folder, 0o711);
	return folder;
}
