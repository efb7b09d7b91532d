import { expect, test } from 'vitest';
import type { Table } from '#lib/table/column.ts';
import type { Io } from '../../src/cli/io.ts';
import { writeTable } from '../../src/cli/output.ts';
import { progressBar } from '../../src/cli/progress.ts';

const table: Table = {
	name: 'sky',
	description: 'Two alerts.',
	columns: [{ name: 'alertId', type: 'long', description: 'The survey’s id.' }],
	rows: [{ alertId: 9007199254740993n }, { alertId: 2n }],
	notes: {}
};

test.each([
	['csv', 'alertId\r\n9007199254740993\r\n2\r\n'],
	['ndjson', '{"alertId":"9007199254740993"}\n{"alertId":"2"}\n']
])('--format %s writes it to stdout', async (format, wanted) => {
	const { io, written } = recordingIo(false);
	await writeTable(table, format, io);
	expect(written.out.replaceAll('\r\n', '\n')).toContain(wanted.replaceAll('\r\n', '\n'));
});

test('an unknown format is refused before anything is written', async () => {
	const { io, written } = recordingIo(false);
	await expect(writeTable(table, 'fits', io)).rejects.toThrow(
		'--format is "fits"; it must be one of table, csv'
	);
	expect(written.out).toBe('');
});

test('a progress bar is drawn on a terminal and nowhere else', () => {
	const [terminal, file] = [recordingIo(true), recordingIo(false)];
	for (const { io } of [terminal, file]) {
		const bar = progressBar('Reading', io);
		bar.show(1, 2);
		bar.end();
	}
	expect(terminal.written.drawn).toEqual([expect.stringMatching(/^Reading \[={10} {10}\] 1 of 2$/), '']);
	expect(file.written.drawn).toEqual([]);
});

function recordingIo(interactive: boolean) {
	const written = { out: '', drawn: [] as string[] };
	const io: Io = {
		out: async (text) => void (written.out += typeof text === 'string' ? text : Buffer.from(text).toString()),
		note: () => undefined,
		draw: (line) => void written.drawn.push(line),
		interactive,
		secret: async () => '',
		width: undefined,
		environment: {},
		signal: new AbortController().signal
	};
	return { io, written };
}
