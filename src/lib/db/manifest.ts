import { createHash } from 'node:crypto';
import type { Instant } from '#lib/sky/time.ts';

/** One fact in a manifest: its place in the batch, the code of its relation, the digest of its row. */
export interface ManifestEntry {
	readonly fact: number;
	readonly relation: number;
	readonly digest: Uint8Array;
}

const entryLength = 21;

/** Manifest of a batch: per fact its place (uint32), its relation (uint8) and its row's digest (16 bytes), by place. */
export function encodeManifest(entries: readonly ManifestEntry[]): Buffer {
	const manifest = Buffer.alloc(entries.length * entryLength);
	[...entries]
		.sort((a, b) => a.fact - b.fact)
		.forEach(({ fact, relation, digest }, index) => {
			const at = manifest.writeUInt32BE(fact, index * entryLength);
			manifest.set(digest, manifest.writeUInt8(relation, at));
		});
	return manifest;
}

export function decodeManifest(manifest: Buffer): ManifestEntry[] {
	return Array.from({ length: Math.floor(manifest.length / entryLength) }, (_, index) => {
		const at = index * entryLength;
		return {
			fact: manifest.readUInt32BE(at),
			relation: manifest.readUInt8(at + 4),
			digest: manifest.subarray(at + 5, at + entryLength)
		};
	});
}

/** The tar file with a batch's packets: where, how long, and the digest of all in it but the packets themselves. */
export interface SegmentSeal {
	readonly path: string;
	readonly bytes: bigint;
	readonly frameSha256: Uint8Array;
}

/** What a batch says of itself, all of it covered by its digest. */
export interface Seal {
	readonly batch: bigint;
	readonly sealedAt: Instant;
	readonly actor: string;
	readonly kind: string;
	readonly note: string;
	readonly segment: SegmentSeal | null;
	readonly previous: Uint8Array;
	readonly manifest: Uint8Array;
	/** Random bytes, without which a batch that says little could be guessed from its digest; null in early batches. */
	readonly salt: Uint8Array | null;
}

/** Digest of the batch before the first. */
export const genesis = Buffer.alloc(32);

/** SHA-256 over the previous digest, the batch's own words and salt (each with its length) and its manifest. */
export function sealDigest(seal: Seal): Buffer {
	const digest = createHash('sha256').update(seal.previous);
	const { batch, sealedAt, actor, kind, note, segment, salt } = seal;
	const bytes = segment
		? [segment.path, segment.bytes, Buffer.from(segment.frameSha256).toString('hex')]
		: [];
	const random = salt ? [Buffer.from(salt).toString('hex')] : [];
	const words = [batch, sealedAt, actor, kind, note, ...bytes, ...random];
	for (const word of words.map(String)) digest.update(`${Buffer.byteLength(word)}:${word}`);
	return digest.update(seal.manifest).digest();
}
