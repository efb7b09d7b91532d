import { createReadStream } from 'node:fs';
import { LookbackError } from '#lib/errors.ts';
import { openingError, reasonOf, type Arrival } from './open/arrival.ts';
import { UnpackBudget } from './open/budget.ts';
import { gather, headOf, releaseOf, sourceOf, type ByteSource } from './open/bytes.ts';
import { decompressed, isCompression } from './open/decompress.server.ts';
import { tarMembers, zipMembers } from './open/members.server.ts';
import { findFiles, type FoundFile } from './open/walk.server.ts';
import { wrappingHeadBytes, wrappingOf } from './open/wrapping.ts';

export { keptOf, type Arrival, type PacketArrival, type RefusedArrival } from './open/arrival.ts';

export interface OpenOptions {
	/** Most bytes one packet may have unpacked; 512 MiB unless told. */
	readonly limitBytes?: number;
	/** Bytes one file may always make with all that is packed in it, however small it is; 2 GiB unless told. */
	readonly budgetBytes?: number;
	/** Told as files are read: bytes read of all there are to read, on disk. */
	readonly onProgress?: (readBytes: number, totalBytes: number) => void;
}

/** Skymaps of O2 and O3 at NSIDE 1024 with their distances, GW170817's last among them, unpack to 384 MiB. */
const defaultLimitBytes = 512 * 2 ** 20;
const defaultBudgetBytes = 2 * 2 ** 30;
/** Archives in archives, and compression of it, go no deeper: files exist that unpack to themselves. */
const deepest = 8;

/**
 * Every packet in the files, folders and archives at `paths`, one after the other and read only as they are asked
 * for: tar and zip, gzip, xz and bzip2, in each other too, known by their contents. What cannot be opened arrives
 * as a refusal; the rest goes on. Of a file that makes more bytes than its budget, what was read by then stays, and
 * one refusal stands for the rest.
 */
export async function* openPaths(
	paths: readonly string[],
	{ limitBytes = defaultLimitBytes, budgetBytes = defaultBudgetBytes, onProgress }: OpenOptions = {}
): AsyncGenerator<Arrival> {
	const files = await findFiles(paths);
	const totalBytes = files.reduce((sum, file) => sum + ('path' in file ? file.sizeBytes : 0), 0);
	let doneBytes = 0;
	for (const file of files) {
		if (!('path' in file)) {
			yield file;
			continue;
		}
		const before = doneBytes;
		const source = fileSource(file, (bytes) => {
			// A file is looked into before it is read: progress never goes back.
			doneBytes = Math.max(doneBytes, before + bytes);
			onProgress?.(doneBytes, totalBytes);
		});
		yield* openedWithin(new UnpackBudget(file.name, file.sizeBytes, budgetBytes), source, limitBytes);
		doneBytes = before + file.sizeBytes;
		onProgress?.(doneBytes, totalBytes);
	}
}

function fileSource({ path, name }: FoundFile, onRead: (bytes: number) => void): ByteSource {
	return {
		name,
		path,
		async *read() {
			const stream = createReadStream(path, { highWaterMark: 262_144 });
			for await (const chunk of stream) {
				yield chunk as Buffer;
				onRead(stream.bytesRead);
			}
		}
	};
}

/** Up to the end of the budget; what met it in an archive in the file speaks for the file. */
async function* openedWithin(
	budget: UnpackBudget,
	source: ByteSource,
	limitBytes: number
): AsyncGenerator<Arrival> {
	for await (const arrival of opened(source, { limitBytes, budget })) {
		if ('refused' in arrival && budget.isOverrun(arrival.refused)) {
			yield { name: source.name, refused: arrival.refused };
			return;
		}
		yield arrival;
	}
}

interface Bounds {
	readonly limitBytes: number;
	readonly budget: UnpackBudget;
}

/** `packet` is what stands for the original once `source` is inside a compressed file: that file itself. */
async function* opened(
	source: ByteSource,
	bounds: Bounds,
	depth = 0,
	packet: ByteSource = source
): AsyncGenerator<Arrival> {
	const { limitBytes, budget } = bounds;
	try {
		if (depth > deepest) throw tooDeep(source.name);
		const wrapping = wrappingOf(await headOf(source, wrappingHeadBytes));
		const whole = source === packet ? source : budget.counted(source);
		if (wrapping === null) yield await arrived(whole, packet, limitBytes);
		else if (isCompression(wrapping)) yield* opened(decompressed(whole, wrapping), bounds, depth + 1, packet);
		else
			for await (const member of wrapping === 'tar'
				? tarMembers(whole, limitBytes)
				: zipMembers(whole, limitBytes, budget))
				if ('refused' in member) yield member;
				else yield* opened(sourceOf(member.name, member.bytes), bounds, depth + 1);
	} catch (error) {
		const message = `'${source.name}' cannot be opened: ${reasonOf(error)}.`;
		const refused = openingError('unreadable', message, error, { name: source.name });
		yield { name: source.name, refused, ...(await keptBytes(packet, limitBytes)) };
	}
}

/**
 * What decoders read of a packet that is kept as it was given: its contents, unpacked where it was compressed by itself.
 * @throws LookbackError `archive/too-large`, `archive/too-deep`; what the decompressor throws.
 */
export async function contentsOf(name: string, original: Uint8Array): Promise<Uint8Array> {
	let source = sourceOf(name, original);
	for (let depth = 0; depth <= deepest; depth += 1) {
		const wrapping = wrappingOf(await headOf(source, wrappingHeadBytes));
		if (!isCompression(wrapping)) return gather(source, defaultLimitBytes);
		source = decompressed(source, wrapping);
	}
	throw tooDeep(name);
}

async function arrived(source: ByteSource, packet: ByteSource, limitBytes: number): Promise<Arrival> {
	const bytes = await gather(source, limitBytes);
	if (source === packet) return { name: source.name, bytes, original: bytes };
	return {
		name: source.name,
		bytes,
		original: await gather(packet, limitBytes),
		release: releaseOf(bytes)
	};
}

/** The original of a refused packet, unless it is itself above the limit or unreadable: its refusal stands then. */
async function keptBytes(packet: ByteSource, limitBytes: number): Promise<{ bytes?: Uint8Array }> {
	try {
		return { bytes: await gather(packet, limitBytes) };
	} catch {
		return {};
	}
}

function tooDeep(name: string): LookbackError {
	const message = `'${name}' is packed more than ${deepest} times over.`;
	return new LookbackError('incorrect', 'archive/too-deep', message, { name, deepest });
}
