import { createHash } from 'node:crypto';
import type { Place } from './segment.ts';

/**
 * Digest of a segment's frame: SHA-256 over its bytes from first to last, each packet standing by its own SHA-256.
 * With the packets' digests it covers the whole file, and their bytes are hashed only once.
 */
export class FrameDigest {
	readonly #digest = createHash('sha256');
	readonly #packets: readonly (Place & { readonly sha256: Uint8Array })[];
	#next = 0;
	#position = 0;

	/** `packets` in the order in which they lie in the segment. */
	constructor(packets: readonly (Place & { readonly sha256: Uint8Array })[]) {
		this.#packets = packets;
	}

	/** Bytes so far. */
	get length(): number {
		return this.#position;
	}

	/** Takes the next bytes of the file. */
	update(chunk: Uint8Array): void {
		const end = this.#position + chunk.length;
		let at = this.#position;
		while (at < end) {
			const packet = this.#packets[this.#next];
			if (!packet || end <= packet.offset) {
				this.#digest.update(chunk.subarray(at - this.#position));
				break;
			}
			if (at < packet.offset) {
				this.#digest.update(chunk.subarray(at - this.#position, packet.offset - this.#position));
			}
			at = Math.min(end, packet.offset + packet.length);
			if (at < packet.offset + packet.length) break;
			this.#digest.update(packet.sha256);
			this.#next++;
		}
		this.#position = end;
	}

	finish(): Buffer {
		return this.#digest.digest();
	}
}
