import { folderStore } from './folder-store.server.ts';
import type { S3Place } from './s3-place.ts';
import { s3Store } from './s3-store.server.ts';
import type { RawStore } from './store.ts';

/** The store of an installation: its bucket where it has one, else its data folder. */
export function openStore({ bucket, dataDir }: { bucket: S3Place | null; dataDir: string }): RawStore {
	return bucket ? s3Store(bucket) : folderStore(dataDir);
}
