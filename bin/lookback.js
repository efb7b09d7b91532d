#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';

const oldestMajor = 24;

if (Number.parseInt(process.versions.node, 10) >= oldestMajor) {
	await import('../src/cli/main.ts');
} else {
	// The system's Node may be older than the one that came with the packages.
	const node = createRequire(import.meta.url).resolve('node/bin/node');
	const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
		process.on(signal, () => child.kill(signal));
	child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
