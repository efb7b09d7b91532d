import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveOurs, withExtension } from '../../runtime/isolate/modules.server.ts';
import { versioningFolder } from '../../runtime/project.server.ts';
import { javaScriptOf } from '../../runtime/strip-types.server.ts';

/** Modules that Lookback gives to analyses in JavaScript, for a place where it is not installed. */
export interface GivenModules {
	/** Number of the module that is evaluated before an analysis. */
	readonly world: string;
	/** Number of the module that an analysis imports as `lookback`; null where there is none. */
	readonly functions: string | null;
	/** By number: their JavaScript, and which modules their imports are. */
	readonly modules: Readonly<Record<string, { text: string; imports: Record<string, string> }>>;
}

export function givenModules(): GivenModules {
	const numbers = new Map<string, string>();
	const modules: Record<string, { text: string; imports: Record<string, string> }> = {};
	const take = (path: string): string => {
		const known = numbers.get(path);
		if (known !== undefined) return known;
		const number = String(numbers.size);
		numbers.set(path, number);
		const text = javaScriptOf(path, readFileSync(path, 'utf8'));
		const imports: Record<string, string> = {};
		modules[number] = { text, imports };
		for (const specifier of importsOf(text)) imports[specifier] = take(resolved(specifier, path));
		return number;
	};
	const world = take(join(versioningFolder, 'runtime/isolate/world.ts'));
	const functions = join(versioningFolder, 'functions/index.ts');
	return { world, functions: existsSync(functions) ? take(functions) : null, modules };
}

function importsOf(text: string): string[] {
	const found = text.matchAll(/(?:^|[\n;])\s*(?:import|export)\s*(?:[^;'"]*?from\s*)?['"]([^'"]+)['"]/g);
	return [...found].map(([, specifier]) => specifier!);
}

function resolved(specifier: string, from: string): string {
	if (specifier.startsWith('.')) return withExtension(join(dirname(from), specifier));
	return resolveOurs(specifier, from);
}
