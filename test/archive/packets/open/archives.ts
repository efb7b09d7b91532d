import { inflateSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A tar archive of files by name; a size claims more than there is. */
export async function tarOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
	const archive = pack();
	for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content));
	archive.finalize();
	const chunks: Uint8Array[] = [];
	for await (const chunk of archive) chunks.push(chunk as Uint8Array);
	return Buffer.concat(chunks);
}

/** `a.txt` (alpha) and `b.txt` (beta) in a tar, by Python's tarfile and bz2. */
export const tarBz2 = Buffer.from(
	'QlpoOTFBWSZTWaNvcBoAAIj7gMmAABBAAXeAAAhyRF5ACEggAHQSk1NBoGRoDT0gkkmg00AZNAPuiAONmABnpIRE5Mi4M3RIFohDAMuIajwR44EJiiCmxMgSmOuLiwUOt5spVY0lRwxUaoxUzIiIH4u5IpwoSFG3uA0A',
	'base64'
);

/** Two million zeros, by Python's bz2. */
export const zerosBz2 = Buffer.from(
	'QlpoOTFBWSZTWYK4WkIAD1HgAMAAAACACCAAMMwJqmmKkhtVKSHi7kinChIQVwtIQA==',
	'base64'
);

/** Three thousand million zeros in 2,130 bytes, by bzip2, compressed once more here. */
export const bombBz2 = inflateSync(
	Buffer.from(
		'eNpzisqwNHSMVAuO5ON8dJ8xvs+B4QADA4cCg0GDr5vTAtWVXA3TR+VH5UflR+VH5UflR+VHqnyutO9WhrpDDkxAeSawijOcqzJXhjjcmrSi8dE7j+VcQnyKgowJAKk4gbQ=',
		'base64'
	)
);

/** `../up/table.csv` (twenty lines `objid,name`, deflated) and `b.txt` (beta, stored), by Python's zipfile. */
export const zip = Buffer.from(
	'UEsDBBQAAAAIAAAAIVwSNlBHEAAAANwAAAAPAAAALi4vdXAvdGFibGUuY3N2y0/KykzRyUvMTeXKH25MAFBLAwQUAAAAAAAAACFcYwSRjwQAAAAEAAAABQAAAGIudHh0YmV0YVBLAQIUAxQAAAAIAAAAIVwSNlBHEAAAANwAAAAPAAAAAAAAAAAAAACAAQAAAAAuLi91cC90YWJsZS5jc3ZQSwECFAMUAAAAAAAAACFcYwSRjwQAAAAEAAAABQAAAAAAAAAAAAAAgAE9AAAAYi50eHRQSwUGAAAAAAIAAgBwAAAAZAAAAAAA',
	'base64'
);
