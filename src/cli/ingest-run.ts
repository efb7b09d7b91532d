import { existsSync } from 'node:fs';
import { LookbackError } from '#lib/errors.ts';
import type { IngestReport } from '#lib/archive/index.server.ts';
import type { Table } from '#lib/table/column.ts';
import type { Io } from './io.ts';
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
	const started = performance.now();
	let drawn = -Infinity;
	let packets = 0;
	return {
		packets(report: IngestReport): void {
			packets = report.total('packets') + report.total('repeated');
		},
		bytes(read: number, total: number): void {
			const now = performance.now();
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

/** The closing table: what came of the packets, a line a source and format. */
export function reportTable(name: string, report: IngestReport): Table {
	return {
		name,
		description: 'What came of the packets, by source and format.',
		columns: [
			{ name: 'source', type: 'text', description: 'Who published them.' },
			{ name: 'format', type: 'text', description: 'How they are written.' },
			{ name: 'packets', type: 'int', description: 'Packets taken in.' },
			{ name: 'records', type: 'int', description: 'Records in them.' },
			{ name: 'repeated', type: 'int', description: 'Packets whose very bytes were on record already.' },
			{ name: 'refused', type: 'int', description: 'Packets and records that are in quarantine.' }
		],
		rows: [...report.sources.values()].map((source) => ({ ...source })),
		notes: {}
	};
}

/** `Recorded 1071 alert, 30102 photometry.`, and why what was refused was. */
export function reportSentences(report: IngestReport): string[] {
	const recorded = [...report.recorded].filter(([relation]) => !['packet', 'quarantine'].includes(relation));
	const facts = recorded.map(([relation, count]) => `${count} ${relation}`).join(', ');
	return [
		`${report.total('packets')} packets recorded in ${report.batches} batches, ${report.total('repeated')} on record already, ${report.total('refused')} quarantined.`,
		`New facts: ${facts || 'none'}.`,
		...[...report.refusals].map(
			([code, { count, example, reason }]) => `Quarantined ${count} as ${code}, ${example} first: ${reason}`
		)
	];
}
