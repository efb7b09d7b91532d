/*
 * The process of one `js` analysis: it speaks the protocol of a program on standard input and output and has each call
 * answered in an isolate. Memory that V8 cannot give takes this process along, and no other.
 */
import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type ivm from 'isolated-vm';
import { Host, Failure } from './evaluate.server.ts';

// A build for the Node that installed the packages may lie beside the prebuilt ones and must not be taken.
process.env.PREBUILDS_ONLY = '1';
const library = createRequire(import.meta.url)('isolated-vm') as typeof ivm;

const [folder = '', module = '', seconds = '', memoryMb = '', outputMb = ''] = process.argv.slice(2);

/** Lines of standard input, one after the other; this process has nothing else to do. */
function* lines(): Generator<string> {
	const chunk = Buffer.allocUnsafe(256 * 1024);
	let rest: Buffer[] = [];
	for (let length = read(chunk); length > 0; length = read(chunk)) {
		let from = 0;
		for (let end = chunk.indexOf(10); end !== -1 && end < length; end = chunk.indexOf(10, from)) {
			const tail = chunk.subarray(from, end);
			yield rest.length === 0 ? tail.toString('utf8') : Buffer.concat([...rest, tail]).toString('utf8');
			rest = [];
			from = end + 1;
		}
		if (from < length) rest.push(Buffer.from(chunk.subarray(from, length)));
	}
}

function read(chunk: Buffer): number {
	return readSync(0, chunk, 0, chunk.length, null);
}

function write(fd: number, text: string): void {
	const bytes = Buffer.from(text);
	for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

function main(): void {
	const input = lines();
	const setting = input.next();
	if (setting.done) return;
	const host = new Host(library, {
		folder,
		module,
		setting: setting.value,
		seconds: Number(seconds),
		memoryMb: Number(memoryMb),
		outputBytes: Number(outputMb) * 1e6,
		log: (line) => write(2, `${line}\n`)
	});
	write(1, `${JSON.stringify({ ready: host.environment })}\n`);
	for (const line of input) write(1, host.carryOut(line));
}

try {
	main();
} catch (error) {
	const { reason, message } = error instanceof Failure ? error : new Failure('host-failed', String(error));
	write(1, `${JSON.stringify({ failed: { reason, what: message } })}\n`);
	// The isolate of a runaway analysis would be waited for.
	process.exit(1);
}
