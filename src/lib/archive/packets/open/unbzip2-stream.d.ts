/** A reader of bits over buffers that are asked for one by one; `null` skips to the next whole byte. */
declare module 'unbzip2-stream/lib/bit_iterator.js' {
	interface BitReader {
		(bits: number | null): number;
		/** Bytes of which any bit was read. */
		readonly bytesRead: number;
	}
	export default function bitReader(nextBuffer: () => Uint8Array | undefined): BitReader;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
	import type bitReader from 'unbzip2-stream/lib/bit_iterator.js';

	type BitReader = ReturnType<typeof bitReader>;

	const bzip2: {
		/** Reads the head of a stream: its level, 1 to 9. */
		header(bits: BitReader): number;
		/** Decodes a block: the checksum of the stream so far, or null where the stream ends instead. */
		decompress(
			bits: BitReader,
			write: (byte: number) => void,
			work: Int32Array,
			workLength: number,
			checksum: number
		): number | null;
	};
	export default bzip2;
}
