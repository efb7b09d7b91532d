import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** A window in which a telescope can observe a position. */
export interface UpWindow {
	readonly facility: string;
	readonly telescope: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	/** When it stands highest, and how high. */
	readonly best_at: Instant;
	readonly airmass: number | null;
}

/** What a form that asks for time begins with. */
export interface Beginning {
	/** `<facility>/<instrument>` */
	readonly instrument: string;
	readonly from: string;
	readonly to: string;
}

const MINUTE = 60_000_000;

/** Half an hour around when it stands highest, within the window, to the whole minute. */
export function halfHourOf({ from_at, to_at, best_at }: UpWindow): [from: string, to: string] {
	const from =
		Math.ceil(Math.max(from_at, Math.min(best_at - 15 * MINUTE, to_at - 31 * MINUTE)) / MINUTE) * MINUTE;
	const to = Math.min(from + 30 * MINUTE, Math.floor(to_at / MINUTE) * MINUTE);
	return [written(from as Instant), written(to as Instant)];
}

/** Parameters of an address by which a window is asked for: the form below the table begins with them. */
export function askingFor(window: UpWindow): Record<string, string> {
	const [ask_from, ask_to] = halfHourOf(window);
	return { telescope: `${window.facility}/${window.telescope}`, ask_from, ask_to };
}

/** What was chosen in the table, as the address says it, else the window of the lowest airmass. */
export function beginningOf(
	asked: (name: string) => string,
	windows: readonly UpWindow[],
	instruments: readonly { facility: string; telescope: string; instrument: string }[]
): Beginning {
	const best = windows.reduce<UpWindow | null>(
		(least, one) => (least === null || (one.airmass ?? 99) < (least.airmass ?? 99) ? one : least),
		null
	);
	const telescope = asked('telescope') || (best && `${best.facility}/${best.telescope}`);
	const own = instruments.find((one) => `${one.facility}/${one.telescope}` === telescope);
	const [from, to] = best ? halfHourOf(best) : ['', ''];
	return {
		instrument: own ? `${own.facility}/${own.instrument}` : '',
		from: asked('ask_from') || from,
		to: asked('ask_to') || to
	};
}

function written(at: Instant): string {
	return formatInstant(at).replace(/\.\d+/, '');
}
