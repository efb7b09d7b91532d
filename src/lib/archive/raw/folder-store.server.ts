import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import type { RawStore } from './store.ts';

/** Segments as files below a folder. */
export function folderStore(folder: string): RawStore {
	return {
		place: folder,
		async write(path, chunks) {
			const target = join(folder, path);
			await mkdir(dirname(target), { recursive: true });
			const unfinished = `${target}.unfinished`;
			const file = await open(unfinished, 'w');
			try {
				for await (const chunk of chunks) await file.write(chunk);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(unfinished, target);
			const parent = await open(dirname(target), 'r');
			await parent.sync().finally(() => parent.close());
		},
		async read(path, offset, length) {
			try {
				const file = await open(join(folder, path), 'r');
				try {
					const bytes = Buffer.alloc(length);
					const { bytesRead } = await file.read(bytes, 0, length, offset);
					if (bytesRead === length) return bytes;
				} finally {
					await file.close();
				}
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
			}
			throw new LookbackError(
				'not-found',
				'archive/missing-bytes',
				`The segment ${path} in ${folder} does not hold ${length} bytes at offset ${offset}.`,
				{ path, offset, length }
			);
		},
		async discard(path) {
			await rm(join(folder, path), { force: true });
		}
	};
}
