import { LookbackError } from '#lib/errors.ts';

/** An entry of a folder, as git has it. */
export interface TreeEntry {
	readonly name: string;
	/** `40000` for a folder, `100644`, `100755` for a program, `120000` for a link, `160000` for a submodule. */
	readonly mode: string;
	readonly oid: string;
}

/** Reads a tree object. @throws LookbackError `versioning/bad-path` for a name that no file in a folder may have. */
export function parseTree(content: Uint8Array): TreeEntry[] {
	const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	const entries: TreeEntry[] = [];
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(0x20, at);
		const end = bytes.indexOf(0, space);
		const mode = bytes.toString('latin1', at, space).replace(/^0+/, '');
		const name = bytes.toString('utf8', space + 1, end);
		if (space < 0 || end < 0 || end + 21 > bytes.length || !isFileName(name)) throw badName(name);
		entries.push({ name, mode, oid: bytes.toString('hex', end + 1, end + 21) });
		at = end + 21;
	}
	return entries;
}

/**
 * Whether a file or folder may be called so. Git would make no entry of another; one that is made by hand must not write
 * outside a folder, on any system.
 */
export function isFileName(name: string): boolean {
	const dots = name.replace(/[. ]+$/, '').toLowerCase();
	return name !== '' && dots !== '' && !/[/\\\0]/.test(name) && dots !== '.git' && dots !== 'git~1';
}

function badName(name: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'versioning/bad-path',
		`A folder of it holds a file called ${JSON.stringify(name.slice(0, 200))}, which none may be called.`
	);
}

/** Content of a tree object. */
export function treeContent(entries: readonly TreeEntry[]): Buffer {
	// git sorts by bytes, a folder as if its name ended in a slash
	const place = ({ name, mode }: TreeEntry) => Buffer.from(mode === '40000' ? `${name}/` : name);
	const sorted = entries.toSorted((a, b) => Buffer.compare(place(a), place(b)));
	return Buffer.concat(
		sorted.flatMap(({ name, mode, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')])
	);
}
