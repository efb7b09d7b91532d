import { pack } from 'tar-stream';

/** Where a packet's bytes lie in its segment. */
export interface Place {
	readonly offset: number;
	readonly length: number;
}

const blockBytes = 512;

/**
 * A segment is a plain tar file (POSIX ustar) of packets in the order they were recorded; `tar xf` opens it without
 * us. Member names are short ASCII, so every header is one block and a packet's place is known before it is written.
 */
export class Segment {
	readonly #pack = pack();
	#offset = 0;
	#members = 0;
	readonly #packets: (Place & { readonly sha256: Uint8Array })[] = [];

	get isEmpty(): boolean {
		return this.#members === 0;
	}

	/** Bytes of the members so far, headers and padding included. */
	get byteLength(): number {
		return this.#offset;
	}

	/** Packets so far, by their places. */
	get packets(): readonly (Place & { readonly sha256: Uint8Array })[] {
		return this.#packets;
	}

	/** Adds a packet; `label` helps people who open the file and is cut to what a header holds. */
	add(bytes: Uint8Array, sha256: Uint8Array, label: string): Place {
		const readable = label.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-80);
		const name = `${String(this.#members++).padStart(5, '0')}_${readable}`;
		this.#pack.entry(
			{ name, mtime: new Date(0), mode: 0o644 },
			Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
		);
		const place = { offset: this.#offset + blockBytes, length: bytes.length };
		this.#offset = place.offset + Math.ceil(bytes.length / blockBytes) * blockBytes;
		this.#packets.push({ ...place, sha256 });
		return place;
	}

	/** The bytes of the tar file, end included; nothing can be added afterwards. */
	finish(): AsyncIterable<Uint8Array> {
		this.#pack.finalize();
		return this.#pack as AsyncIterable<Uint8Array>;
	}
}
