import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { hasObject, objectPath, type ObjectType, type SoftwareStore } from './repository.server.ts';

const compress = promisify(deflate);

/** Name of an object by git's rule: the SHA-1 of its type, its length and its content. */
export function objectName(type: ObjectType, content: Uint8Array): string {
	return createHash('sha1').update(header(type, content)).update(content).digest('hex');
}

/**
 * Writes an object unless it is there; the answer is its name. It is on disk and whole under its name or not there at
 * all: isomorphic-git's own writing could leave half of it.
 */
export async function writeObject(
	store: SoftwareStore,
	type: ObjectType,
	content: Uint8Array
): Promise<string> {
	const oid = objectName(type, content);
	if (hasObject(store, oid)) return oid;
	const path = objectPath(store.gitdir, oid);
	await mkdir(dirname(path), { recursive: true });
	const draft = `${path}.${randomBytes(6).toString('hex')}`;
	const file = await open(draft, 'wx', 0o444);
	try {
		await file.writeFile(await compress(Buffer.concat([header(type, content), content])));
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(draft, path);
	return oid;
}

function header(type: ObjectType, content: Uint8Array): Buffer {
	return Buffer.from(`${type} ${content.length}\0`);
}
