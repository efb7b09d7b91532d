import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ivm from 'isolated-vm';
import { projectFolder } from '#lib/project-folder.server.ts';
import { versioningFolder } from '../project.server.ts';
import { javaScriptOf } from '../strip-types.server.ts';

interface Source {
	readonly path: string;
	readonly text: string;
	/** Files of the project may import one another and packages; those of an analysis its own and `lookback`. */
	readonly isOurs: boolean;
}

/** Sources of an analysis and of the functions it may import, read once and compiled into any context. */
export class Modules {
	readonly #isolate: ivm.Isolate;
	readonly #folder: string;
	readonly #sources = new Map<string, Source>();

	constructor(isolate: ivm.Isolate, folder: string) {
		this.#isolate = isolate;
		this.#folder = realpathSync(folder);
	}

	/** Module of a file of the analysis (relative to its folder) or of ours, with its imports, in a context. */
	load(context: ivm.Context, path: string, isOurs: boolean): ivm.Module {
		const compiled = new Map<string, ivm.Module>();
		const sources = new Map<ivm.Module, Source>();
		const compile = (source: Source): ivm.Module => {
			const known = compiled.get(source.path);
			if (known) return known;
			const filename = source.isOurs ? 'lookback' : relative(this.#folder, source.path);
			const module = this.#isolate.compileModuleSync(source.text, { filename });
			compiled.set(source.path, module);
			sources.set(module, source);
			return module;
		};
		const root = compile(isOurs ? this.#read(path, true) : this.#own(path, this.#folder));
		root.instantiateSync(context, (specifier, from) => compile(this.#resolve(specifier, sources.get(from)!)));
		return root;
	}

	/** SHA-256 of our sources that were loaded: which version of the functions it was. */
	get digest(): string {
		const ours = [...this.#sources.values()].filter((source) => source.isOurs);
		const hash = createHash('sha256');
		for (const { text } of ours.sort((a, b) => (a.path < b.path ? -1 : 1))) hash.update(text);
		return hash.digest('hex');
	}

	#resolve(specifier: string, from: Source): Source {
		if (specifier.startsWith('./') || specifier.startsWith('../'))
			return from.isOurs
				? this.#read(withExtension(join(dirname(from.path), specifier)), true)
				: this.#own(specifier, dirname(from.path));
		if (from.isOurs) return this.#read(resolveOurs(specifier, from.path), true);
		if (specifier === 'lookback') return this.#read(join(versioningFolder, 'functions/index.ts'), true);
		throw new Error(
			`import '${specifier}': only files of its own (./name.js) and 'lookback' may be imported`
		);
	}

	#own(specifier: string, folder: string): Source {
		let path: string;
		try {
			path = realpathSync(join(folder, specifier));
		} catch {
			throw new Error(`import '${specifier}': there is no such file in its folder`);
		}
		if (!path.startsWith(this.#folder + sep))
			throw new Error(`import '${specifier}': that file lies outside of its folder`);
		return this.#read(path, false);
	}

	#read(path: string, isOurs: boolean): Source {
		const known = this.#sources.get(path);
		if (known) return known;
		const text = javaScriptOf(path, readFileSync(path, 'utf8'));
		const source = { path, text, isOurs };
		this.#sources.set(path, source);
		return source;
	}
}

/** Packages that are made for bundlers leave it out. */
export function withExtension(path: string): string {
	return existsSync(path) ? path : `${path}.js`;
}

/** File of ours that a specifier names which is no relative path. */
export function resolveOurs(specifier: string, from: string): string {
	if (specifier.startsWith('#lib/')) return join(projectFolder, 'src/lib', specifier.slice('#lib/'.length));
	const folder = createRequire(pathToFileURL(from))
		.resolve.paths(specifier)!
		.map((path) => join(path, specifier))
		.find((path) => existsSync(join(path, 'package.json')));
	if (!folder) throw new Error(`import '${specifier}': there is no such package`);
	// An isolate has modules alone, and some packages' "exports" lead to wrapped CommonJS.
	const { module, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
	const root = exports?.['.'];
	const entry = module ?? (typeof root === 'object' ? root.default : root);
	if (!entry) throw new Error(`import '${specifier}': the package has no ECMAScript module`);
	return join(folder, entry);
}

interface Package {
	readonly module?: string;
	readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
}
