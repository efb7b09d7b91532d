import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** What a command may touch of the world besides the database. */
export interface Io {
	/** Writes to stdout and waits while the reader is slower; rejects with `OutputClosed` when he has gone. */
	out(text: string | Uint8Array): Promise<void>;
	/** Writes a line to stderr. */
	note(line: string): void;
	/** Whether stderr is a terminal, on which a progress bar makes sense. */
	readonly interactive: boolean;
	/** Puts `line` in the place of the last line drawn on that terminal. */
	draw(line: string): void;
	/** A line from stdin that nobody sees: typed after `prompt` on a terminal, else the first line there is. */
	secret(prompt: string): Promise<string>;
	/** Columns of the terminal that stdout is, undefined when it is none. */
	readonly width: number | undefined;
	readonly environment: NodeJS.ProcessEnv;
	/** Aborted at the first SIGINT, SIGTERM or SIGHUP; further ones are ignored. */
	readonly signal: AbortSignal;
}

/** The reader of stdout has seen enough (`| head`): the command ends quietly. */
export class OutputClosed extends Error {}

/** Somebody asked the process to end. */
export class Interrupted extends Error {
	readonly signal: NodeJS.Signals;

	constructor(signal: NodeJS.Signals) {
		super(signal);
		this.signal = signal;
	}
}

/** The Io of this process. */
export function processIo(): Io {
	const interrupt = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => interrupt.abort(new Interrupted(signal)));
	// Each write's own callback tells of it; without a listener Node would end the process.
	process.stdout.on('error', () => undefined);
	return {
		out: (text) =>
			new Promise((resolve, reject) => {
				process.stdout.write(text, (error) => {
					if (!error) resolve();
					else reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? new OutputClosed() : error);
				});
			}),
		note: (line) => void process.stderr.write(`${line}\n`),
		draw: (line) => void process.stderr.write(`\r\x1b[K${line}`),
		secret: (prompt) => readSecret(prompt, interrupt.signal),
		width: process.stdout.isTTY ? process.stdout.columns : undefined,
		interactive: process.stderr.isTTY === true,
		environment: process.env,
		signal: interrupt.signal
	};
}

async function readSecret(prompt: string, signal: AbortSignal): Promise<string> {
	const { stdin, stderr } = process;
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: stdin, output: nowhere, terminal: stdin.isTTY });
	// a terminal that shows nothing hands Ctrl-C over as a key
	lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	// only now: what is typed from here on is not shown
	if (stdin.isTTY) stderr.write(prompt);
	try {
		for await (const [line] of on(lines, 'line', { signal, close: ['close'] })) return line as string;
		return '';
	} catch (error) {
		throw signal.aborted ? signal.reason : error;
	} finally {
		lines.close();
		if (stdin.isTTY) stderr.write('\n');
	}
}
