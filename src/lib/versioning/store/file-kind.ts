const kinds: Readonly<Record<string, string>> = {
	'100644': 'file',
	'100664': 'file',
	'100755': 'executable file',
	'120000': 'symbolic link',
	'160000': 'submodule'
};

/** What an entry of a version is, by its mode in git's trees; a mode that git does not write is named as it stands. */
export function fileKind(mode: string): string {
	return kinds[mode] ?? `mode ${mode}`;
}
