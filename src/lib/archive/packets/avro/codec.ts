import { crc32, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { uncompressSync } from 'snappy';
import { LookbackError } from '#lib/errors.ts';
import { ByteCursor } from './cursor.ts';

/** Largest size a compressed block may grow to; blocks of alert containers are well under a megabyte. */
const largestBlockBytes = 64 * 1024 * 1024;

/** Undoes the compression of a container's block. */
export type Codec = (block: Buffer) => Buffer;

const codecs: Readonly<Record<string, Codec>> = {
	null: (block) => block,
	deflate: (block) => uncompressed(block, 'deflate', inflateRawSync),
	snappy: unsnap,
	zstandard: (block) => uncompressed(block, 'zstandard', zstdDecompressSync)
};

/** The codec a container names in its header. @throws LookbackError `avro/unknown-codec`. */
export function codecNamed(name: string): Codec {
	const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
	if (codec) return codec;
	throw new LookbackError(
		'unsupported',
		'avro/unknown-codec',
		`The Avro container is compressed with "${name.slice(0, 40)}"; ${Object.keys(codecs).join(', ')} can be read.`,
		{ codec: name }
	);
}

function uncompressed(
	block: Buffer,
	codec: string,
	uncompress: (block: Buffer, options: { maxOutputLength: number }) => Buffer
): Buffer {
	try {
		return uncompress(block, { maxOutputLength: largestBlockBytes });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(block.length);
		throw badBlock(codec, (error as Error).message, error);
	}
}

/** Avro's snappy blocks end with the big-endian CRC-32 of the uncompressed data (Avro 1.12 "Required Codecs"). */
function unsnap(block: Buffer): Buffer {
	if (block.length < 5) throw badBlock('snappy', `${block.length} bytes are too few`);
	const body = block.subarray(0, -4);
	if (announcedLength(body) > largestBlockBytes) throw tooLarge(block.length);
	let data: Buffer;
	try {
		data = uncompressSync(body) as Buffer;
	} catch (error) {
		throw badBlock('snappy', (error as Error).message, error);
	}
	if (crc32(data) !== block.readUInt32BE(block.length - 4))
		throw badBlock('snappy', 'its CRC-32 does not match');
	return data;
}

/** A snappy block begins with its uncompressed length, in base 128 without zigzag. */
function announcedLength(body: Buffer): number {
	const zigzag = new ByteCursor(body).long("a snappy block's length");
	return zigzag >= 0 ? zigzag * 2 : -zigzag * 2 - 1;
}

function tooLarge(compressedBytes: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'avro/block-too-large',
		`A compressed Avro block of ${compressedBytes} bytes grows beyond ${largestBlockBytes} bytes, the most that is read.`,
		{ compressedBytes, largestBlockBytes }
	);
}

function badBlock(codec: string, reason: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'incorrect',
		'avro/bad-block',
		`A block of the Avro container does not uncompress with ${codec}: ${reason}.`,
		{ codec },
		{ cause }
	);
}
