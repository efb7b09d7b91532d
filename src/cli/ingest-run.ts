import { existsSync } from 'node:fs';
import { LookbackError } from '#lib/errors.ts';
import type { IngestReport } from '#lib/archive/index.server.ts';
import type { Table } from '#lib/table/column.ts';
import type { Io } from './io.ts';
import { writeTable } from './output.ts';
import { pace, progressBar, shortNumber } from './progress.ts';

/** A mistyped path is refused before anything is read. @throws LookbackError `cli/no-such-path`. */
export function assertPaths(paths: readonly string[]): void {
	const missing = paths.find((path) => !existsSync(path));
	if (missing === undefined) return;
	throw new LookbackError('not-found', 'cli/no-such-path', `There is no file or folder ${missing}.`, {
		path: missing
	});
}

/** What is to be taken in, until `signal` is aborted: then it ends as if there were no more. */
export async function* untilAborted<T>(all: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
	for await (const one of all) {
		if (signal.aborted) return;
		yield one;
	}
}

/** A bar over the bytes to read, with packets and bytes a second and the time left. */
export function ingestProgress(label: string, io: Io) {
	const bar = progressBar(label, io);
	let started = NaN;
	let drawn = NaN;
	let packets = 0;
	return {
		packets(report: IngestReport): void {
			packets = report.total('packets') + report.total('repeated');
		},
		bytes(read: number, total: number): void {
			const now = performance.now();
			if (Number.isNaN(started)) started = drawn = now;
			if (now - drawn < REDRAW_MS) return;
			drawn = now;
			const elapsedSec = (now - started) / 1000;
			const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
			const perSec = `${shortNumber(packets / elapsedSec)} packets/s`;
			const rate = pace(read / 1e6, total / 1e6, 'MB', elapsedSec);
			bar.show(megabytes(read), megabytes(total), `MB, ${perSec}, ${rate}`);
		},
		end: bar.end
	};
}

const REDRAW_MS = 100;

/**
 * Closes a run: a table with a line a source and format, then how much was recorded and quarantined in sentences.
 * `repeated` says what became of packets that changed nothing, in words that fit one as well as many. Throws the interruption, when there was one.
 */
export async function closeRun(
	report: IngestReport,
	{ name, repeated, format }: { name: string; repeated: string; format: string },
	io: Io
): Promise<void> {
	await writeTable(reportTable(name, report), format, io);
	const facts = [...report.recorded].filter(
		([relation]) => relation !== 'packet' && relation !== 'quarantine'
	);
	io.note(
		`${counted(report.total('packets'), 'packet', 'packets')} recorded in ${counted(report.batches, 'batch', 'batches')}, ${report.total('refused')} quarantined (packets or records of them), ${report.total('repeated')} ${repeated}.`
	);
	io.note(`New facts: ${facts.map(([relation, count]) => `${count} ${relation}`).join(', ') || 'none'}.`);
	for (const [code, { count, example, reason }] of report.refusals)
		io.note(`Quarantined as ${code}: ${count}, the first of them ${example}: ${reason}`);
	if (!io.signal.aborted) return;
	io.note('Interrupted: what is listed is recorded, the rest is not; the same command completes it.');
	throw io.signal.reason;
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function reportTable(name: string, report: IngestReport): Table {
	return {
		name,
		description: 'What came of the packets, by source and format.',
		columns: reportColumns,
		rows: [...report.sources.values()].map((source) => ({ ...source })),
		notes: {}
	};
}

const reportColumns: Table['columns'] = [
	{ name: 'source', type: 'text', description: 'Who published them.' },
	{ name: 'format', type: 'text', description: 'How they are written.' },
	{ name: 'packets', type: 'int', description: 'Packets recorded, readable or not.' },
	{ name: 'records', type: 'int', description: 'Records in them.' },
	{ name: 'refused', type: 'int', description: 'Packets and records of them that are quarantined.' },
	{ name: 'repeated', type: 'int', description: 'Packets that changed nothing.' }
];
