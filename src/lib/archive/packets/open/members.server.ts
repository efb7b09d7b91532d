import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import yauzl from 'yauzl';
import { LookbackError } from '#lib/errors.ts';
import { openingError, reasonOf, type RefusedArrival } from './arrival.ts';
import type { UnpackBudget } from './budget.ts';
import { gather, tooLarge, type ByteSource } from './bytes.ts';

/** A file in an archive, as it is in there. */
export interface Member {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** Whether its owner may execute it, as far as the archive says. */
	readonly isProgram: boolean;
}

/**
 * The files of a tar archive in their order, read as a stream. A member above `limitBytes` is refused and passed
 * over; so is a link, which has no bytes. Where the archive breaks off, what came before is given and then a
 * refusal that says where.
 */
export async function* tarMembers(
	archive: ByteSource,
	limitBytes: number
): AsyncGenerator<Member | RefusedArrival> {
	let broken: unknown = null;
	async function* untilBroken(): AsyncGenerator<Uint8Array> {
		try {
			yield* archive.read();
		} catch (error) {
			// Let the unpacker finish what it has before the error is told.
			broken = error;
		}
	}
	const unpacker = extract();
	const fed = pipeline(Readable.from(untilBroken(), { objectMode: false }), unpacker);
	fed.catch((error: unknown) => (broken ??= error));
	let endByte = 0;
	let last = 'its start';
	try {
		for await (const entry of unpacker) {
			const { name: member, size = 0, type } = entry.header;
			const name = `${archive.name}/${member}`;
			if (type === 'directory') entry.resume();
			else if (type !== 'file' && type !== 'contiguous-file') {
				entry.resume();
				yield { name, refused: notAFile(name, `a ${type ?? 'special file'} in a tar archive`) };
			} else if (size > limitBytes) {
				entry.resume();
				yield { name, refused: tooLarge(name, limitBytes, size) };
			} else
				yield {
					name,
					bytes: await gather({ name, read: () => entry as AsyncIterable<Uint8Array> }, limitBytes),
					isProgram: ((entry.header.mode ?? 0) & 0o100) !== 0
				};
			endByte = entry.offset + 512 + Math.ceil(size / 512) * 512;
			last = `'${member}'`;
		}
	} catch (error) {
		broken ??= error;
	} finally {
		unpacker.destroy();
	}
	if (broken)
		yield {
			name: archive.name,
			refused: openingError(
				'broken-archive',
				`The tar archive '${archive.name}' cannot be read after ${last}, from byte ${endByte} of it unpacked: ${reasonOf(broken)}.`,
				broken,
				{ archive: archive.name, byte: endByte }
			)
		};
}

/** The files of a zip archive in the order of its directory; refusals as for tar. */
export async function* zipMembers(
	archive: ByteSource,
	limitBytes: number,
	budget: UnpackBudget
): AsyncGenerator<Member | RefusedArrival> {
	// Names are labels here: those that a careful unpacker refuses, like `../x`, are left as they are.
	const options = { lazyEntries: true, decodeStrings: false } as const;
	const zip = archive.path
		? await yauzl.openPromise(archive.path, options)
		: await yauzl.fromBufferPromise(Buffer.from(await gather(archive, limitBytes)), options);
	try {
		for await (const entry of zip.eachEntry()) {
			const { generalPurposeBitFlag, fileNameRaw, extraFields, uncompressedSize } = entry;
			const member = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
			const name = `${archive.name}/${member}`;
			if (member.endsWith('/')) continue;
			const mode = unixModeOf(entry);
			if ((mode & 0o170000) === 0o120000) {
				yield { name, refused: notAFile(name, 'a symlink in a zip archive') };
				continue;
			}
			if (uncompressedSize > limitBytes) {
				yield { name, refused: tooLarge(name, limitBytes, uncompressedSize) };
				continue;
			}
			try {
				const stream = await zip.openReadStreamPromise(entry);
				const bytes = await gather(budget.counted({ name, read: () => stream }), limitBytes);
				yield { name, bytes, isProgram: (mode & 0o100) !== 0 };
			} catch (error) {
				const message = `The member '${name}' at byte ${entry.relativeOffsetOfLocalHeader} of its zip archive cannot be read: ${reasonOf(error)}.`;
				yield { name, refused: openingError('broken-archive', message, error, { name }) };
			}
		}
	} finally {
		zip.close();
	}
}

/** Kind and permissions of a member that was packed on Unix, 0 for others (APPNOTE.TXT 4.4.2 and 4.4.15). */
function unixModeOf({ versionMadeBy, externalFileAttributes }: yauzl.Entry): number {
	return versionMadeBy >>> 8 === 3 ? externalFileAttributes >>> 16 : 0;
}

/** For what stands among files and has no bytes of its own. */
export function notAFile(name: string, what: string): LookbackError {
	return new LookbackError('incorrect', 'archive/not-a-file', `'${name}' is ${what}, not a file.`, {
		name
	});
}
