/** What packets come wrapped in: compressed streams of one thing, and archives of many. */
export type Wrapping = 'gzip' | 'xz' | 'bzip2' | 'zip' | 'tar';

/** How many bytes of a file's start `wrappingOf` wants to see. */
export const wrappingHeadBytes = 512;

/** How a file is wrapped, told from its first 512 bytes and never from its name; null when it is bare. */
export function wrappingOf(head: Uint8Array): Wrapping | null {
	return signatures.find(({ test }) => test(head))?.wrapping ?? null;
}

const signatures: readonly { wrapping: Wrapping; test: (head: Uint8Array) => boolean }[] = [
	// RFC 1952, with the one compression method there is.
	{ wrapping: 'gzip', test: (head) => startsWith(head, [0x1f, 0x8b, 0x08]) },
	{ wrapping: 'xz', test: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
	{ wrapping: 'bzip2', test: isBzip2 },
	// A local file, or the end record of an archive without files (APPNOTE.TXT 4.3).
	{
		wrapping: 'zip',
		test: (head) => startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])
	},
	{ wrapping: 'tar', test: isTar }
];

function startsWith(head: Uint8Array, magic: readonly number[], at = 0): boolean {
	return magic.every((byte, i) => head[at + i] === byte);
}

/** `BZh1` to `BZh9`, then a block (the digits of pi) or the end (those of its square root). */
function isBzip2(head: Uint8Array): boolean {
	const level = head[3] ?? 0;
	return (
		startsWith(head, [0x42, 0x5a, 0x68]) &&
		level >= 0x31 &&
		level <= 0x39 &&
		(startsWith(head, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], 4) ||
			startsWith(head, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], 4))
	);
}

/** By the header's checksum (POSIX.1 ustar), which holds for archives older than the `ustar` magic as well. */
function isTar(head: Uint8Array): boolean {
	if (head.length < wrappingHeadBytes || head[0] === 0) return false;
	const field = Buffer.from(head.subarray(148, 156)).toString('latin1');
	const digits = /^ *([0-7]+)[\0 ]*$/.exec(field)?.[1];
	if (digits === undefined) return false;
	const sum = head
		.subarray(0, wrappingHeadBytes)
		.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
	return sum === Number.parseInt(digits, 8);
}
