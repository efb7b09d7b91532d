import type { Io } from './io.ts';

const WIDTH = 30;

/**
 * A progress bar on stderr, drawn only on a terminal. Call it with how much is done; `total` may be null while it is
 * unknown. `end` wipes it from the screen.
 */
export function progressBar(
	label: string,
	io: Io
): { show(done: number, total: number | null): void; end(): void } {
	let drawn = '';
	return {
		show: (done, total) => {
			const line = total === null ? `${label} ${done}` : `${label} ${bar(done / total)} ${done} of ${total}`;
			if (!io.interactive || line === drawn) return;
			io.draw(line);
			drawn = line;
		},
		end: () => {
			if (drawn !== '') io.draw('');
		}
	};
}

function bar(share: number): string {
	const full = Math.round(WIDTH * Math.min(1, share));
	return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}]`;
}
