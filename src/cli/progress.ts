import type { Io } from './io.ts';

const WIDTH = 20;

/** Something drawn on stderr while work goes on; `end` wipes it from the screen. */
export interface ProgressBar {
	/** `total` may be null while it is unknown; `detail` stands behind the numbers. */
	show(done: number, total: number | null, detail?: string): void;
	end(): void;
}

/** A progress bar, drawn only on a terminal. */
export function progressBar(label: string, io: Io): ProgressBar {
	let drawn = '';
	return {
		show: (done, total, detail = '') => {
			const amount =
				total === null ? `${label} ${done}` : `${label} ${bar(done / total)} ${done} of ${total}`;
			const line = `${amount} ${detail}`.trimEnd();
			if (!io.interactive || line === drawn) return;
			io.draw(line);
			drawn = line;
		},
		end: () => {
			if (drawn !== '') io.draw('');
			drawn = '';
		}
	};
}

/** `12.3 MB/s, 0:42 left`, from what is done of all after `elapsedSec`; '' while nothing can be said. */
export function pace(done: number, total: number, unit: string, elapsedSec: number): string {
	const perSec = done / elapsedSec;
	if (!(perSec > 0 && Number.isFinite(perSec))) return '';
	return `${shortNumber(perSec)} ${unit}/s, ${minutes((total - done) / perSec)} left`;
}

/** Two or three digits: 0.12, 4.5, 321. */
export function shortNumber(value: number): string {
	return value < 1 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
}

/** 5025 s is `1:23:45`. */
function minutes(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	const two = (value: number) => String(value).padStart(2, '0');
	const [hours, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	return hours > 0 ? `${hours}:${two(rest)}:${two(whole % 60)}` : `${rest}:${two(whole % 60)}`;
}

function bar(share: number): string {
	const full = Math.round(WIDTH * Math.max(0, Math.min(1, share || 0)));
	return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}]`;
}
