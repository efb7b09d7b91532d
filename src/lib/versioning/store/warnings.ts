import { posix } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import { manifestFile, type Manifest } from '../manifest.ts';
import type { TreeFile } from './trees.server.ts';

/** What a careful reader should know of a version before trusting that it can be carried out again. */
export async function warningsOf(
	manifest: Manifest | null,
	trouble: string | null,
	files: readonly TreeFile[],
	read: (file: TreeFile) => Promise<string>
): Promise<string[]> {
	const named = (path: string) => fileNamed(files, path);
	const warnings: string[] = [];
	if (!manifest) warnings.push(trouble ?? `It has no ${manifestFile}, so that it cannot be carried out.`);
	if (!files.some(({ path }) => /^(licen[cs]e|copying|unlicense)([.-].*)?$/i.test(path)))
		warnings.push(
			'It has no license: there is no file LICENSE (or COPYING) at its top. Without one the law lets nobody but its authors copy, change or share it, so that others may read what it does and may not build on it; put the text of the license you choose there.'
		);
	if (files.some(({ mode }) => mode === '160000'))
		warnings.push('It has submodules, whose files are not kept here.');
	if (!manifest) return warnings;
	warnings.push(...missingFiles(manifest, files));
	const { runtime } = manifest;
	if (runtime.kind === 'command') {
		const lockfile = named(runtime.lockfile);
		if (!lockfile) warnings.push(`The lockfile ${runtime.lockfile} is missing: what it needs is not pinned.`);
		else warnings.push(...unpinned(runtime.lockfile, await read(lockfile)));
	}
	for (const [list, locks] of Object.entries(lockfiles))
		if (named(list) && !locks.some(named))
			warnings.push(`${list} names what it needs, and no ${locks.join(' or ')} pins it.`);
	return warnings;
}

/** Files without which an analysis cannot be carried out and that a version of it has not, a sentence each. */
export function missingFiles({ inputs, runtime }: Manifest, files: readonly TreeFile[]): string[] {
	const missing = Object.entries(inputs).flatMap(([name, input]) =>
		input.of === 'catalogue' && !fileNamed(files, input.path)
			? [`The catalogue ${input.path} of its input ${name} is not among its files.`]
			: []
	);
	if (runtime.kind === 'js' && !fileNamed(files, runtime.module))
		missing.push(`The module ${runtime.module} that its runtime names is not among its files.`);
	return missing;
}

/** @throws LookbackError `versioning/missing-file` where an analysis lacks what it cannot be carried out without. */
export function assertFiles(name: string, manifest: Manifest, files: readonly TreeFile[]): void {
	const missing = missingFiles(manifest, files);
	if (missing.length === 0) return;
	throw new LookbackError(
		'incorrect',
		'versioning/missing-file',
		`${name} cannot be carried out: ${missing.join(' ')}`,
		{ name }
	);
}

function fileNamed(files: readonly TreeFile[], path: string): TreeFile | undefined {
	return files.find((file) => file.path === posix.normalize(path));
}

/** Lists of what a program needs, and what pins them. */
const lockfiles: Readonly<Record<string, readonly string[]>> = {
	'package.json': ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'],
	'pyproject.toml': ['uv.lock', 'poetry.lock', 'pdm.lock', 'pylock.toml', 'requirements.txt'],
	Pipfile: ['Pipfile.lock'],
	'Cargo.toml': ['Cargo.lock'],
	'Project.toml': ['Manifest.toml'],
	'environment.yml': ['conda-lock.yml']
};

/** Lines of a `requirements.txt` that name a package and not one version of it. */
function unpinned(path: string, text: string): string[] {
	if (!/requirements.*\.txt$/i.test(path)) return [];
	const loose = text
		.replace(/\\\r?\n/g, ' ')
		.split(/\r?\n/)
		.map((line) => line.replace(/(^|\s)#.*$/, '').trim())
		.filter((line) => line !== '' && !line.startsWith('-') && !/===?\s*[^*\s,]+|\s@\s/.test(line))
		.map((line) => line.split(/[\s;<>=!~[]/)[0]!);
	return loose.length === 0
		? []
		: [
				`${path} does not pin ${loose.slice(0, 10).join(', ')}${loose.length > 10 ? ` and ${loose.length - 10} more` : ''}: another version may answer something else.`
			];
}
