import { stripTypeScriptTypes } from 'node:module';

/** JavaScript of a file: what is written in `.ts` without its types, in their place blanks. */
export function javaScriptOf(path: string, written: string): string {
	return path.endsWith('.ts') ? quietly(() => stripTypeScriptTypes(written)) : written;
}

/** Node calls it experimental, once a process, on the standard error of whoever ran us; the Node is pinned, so that it stays. */
function quietly<Done>(work: () => Done): Done {
	const { emitWarning } = process;
	process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
		if ((rest[0] as unknown) !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest);
	}) as typeof process.emitWarning;
	try {
		return work();
	} finally {
		process.emitWarning = emitWarning;
	}
}
