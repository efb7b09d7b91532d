/** Keeps segments for ever. A path is relative, with slashes: `raw/2026/11/22/<id>.tar`. */
export interface RawStore {
	/** Says where it is, for people. */
	readonly place: string;
	/** Writes a segment so that it survives a crash once this resolves. */
	write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
	/** Reads `length` bytes at `offset`; throws `not-found` when they are not there. */
	read(path: string, offset: number, length: number): Promise<Buffer>;
	/** Removes a segment that no batch came to name. */
	discard(path: string): Promise<void>;
}
