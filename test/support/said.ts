import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** What `lookback` writes over the archive of a data folder, notes included. A run that failed is an answer too. */
export async function said(args: readonly string[], dataDir: string): Promise<string> {
	const env = { ...process.env, DATABASE_URL: '', LOOKBACK_DATA: dataDir };
	try {
		const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], { env });
		return stdout + stderr;
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		if (args[0] === 'run' && stdout.startsWith('Run ')) return stdout;
		throw new Error(`lookback ${args.join(' ')} failed: ${stderr}`, { cause: error });
	}
}

/** The name that a pattern holds of what was said. */
export function nameIn(text: string, pattern: RegExp): string {
	const [, name] = pattern.exec(text) ?? [];
	if (name === undefined) throw new Error(`lookback named nothing like ${pattern}: ${text}`);
	return name;
}
