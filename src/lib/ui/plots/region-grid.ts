import type { GeoProjection } from 'd3-geo';
import type { RegionFrame } from '#lib/ui/plots/region-frame.ts';

type LonLat = [number, number];

/** Lines of equal right ascension and declination, and where their names stand, in pixels. */
export interface RegionGrid {
	/** Coordinates of GeoJSON line strings, in degrees. */
	readonly lines: readonly LonLat[][];
	readonly labels: readonly {
		readonly text: string;
		readonly x: number;
		readonly y: number;
		readonly of: 'ra' | 'dec';
	}[];
}

const decSteps = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];
/** In seconds of right ascension, of which a degree has 240. */
const raSteps = [14400, 7200, 3600, 1800, 1200, 600, 300, 120, 60, 30, 20, 10, 5, 2, 1, 0.5];
const SAMPLES = 48;
/** Room that a label takes, on a phone too, where letters are larger in the drawing. */
const LABEL_PX = 90;
const LINE_PX = 20;

/** A grid of some five lines each way. */
export function regionGrid(
	frame: RegionFrame,
	projection: GeoProjection,
	width: number,
	height: number
): RegionGrid {
	const { raDeg, decDeg } = frame;
	const whole = frame.radiusDeg === null;
	const radius = frame.radiusDeg ?? 90;
	const reach = radius * Math.max(width / height, 1);
	const [south, north] = whole ? [-90, 90] : [Math.max(-90, decDeg - reach), Math.min(90, decDeg + reach)];
	const halfRa = whole
		? 180
		: halfWidthRaDeg(decDeg, (radius * Math.hypot(width, height)) / Math.min(width, height));
	const decStep = whole ? 30 : stepOf(decSteps, radius / 2);
	const raStep = whole ? 7200 : stepOf(raSteps, (halfRa / 1.8) * 240);
	const ras = multiples((raDeg - halfRa) * 240, (raDeg + halfRa) * 240, raStep);
	const decs = multiples(south, north, decStep).filter((dec) => Math.abs(dec) < 90 && !(whole && dec === 0));

	const meridians = ras.map((seconds) => ({
		text: raText(seconds, raStep),
		line: between(south, north).map((dec): LonLat => [seconds / 240, dec])
	}));
	const parallels = decs.map((dec) => ({
		text: decText(dec, decStep),
		line: between(raDeg - Math.min(halfRa, 179.9), raDeg + Math.min(halfRa, 179.9)).map((ra): LonLat => [
			ra,
			dec
		])
	}));
	const within = ([x, y]: LonLat) => x >= 0 && x <= width && y >= 0 && y <= height;
	const seen = (line: LonLat[]) =>
		line.map((at) => projection(at)).filter((at) => at !== null && within(at)) as LonLat[];
	const atBottom = meridians.flatMap(({ text, line }) => {
		const at = whole ? projection([line[0]![0], 0]) : seen(line).sort((a, b) => b[1] - a[1])[0];
		return at && (whole || (at[1] > height * 0.8 && at[0] < width - LABEL_PX))
			? [{ text, x: at[0], y: whole ? at[1] : height, of: 'ra' as const }]
			: [];
	});
	const atLeft = parallels.flatMap(({ text, line }) => {
		const at = whole ? projection([raDeg, line[0]![1]]) : seen(line).sort((a, b) => a[0] - b[0])[0];
		return at && (whole || (at[0] < width * 0.2 && at[1] > LINE_PX && at[1] < height - 1.5 * LINE_PX))
			? [{ text, x: whole ? at[0] : 0, y: at[1], of: 'dec' as const }]
			: [];
	});
	return { lines: [...meridians, ...parallels].map(({ line }) => line), labels: [...atBottom, ...atLeft] };
}

/** How far a circle reaches in right ascension to either side of its middle; 180 where a pole lies in it. */
function halfWidthRaDeg(decDeg: number, radiusDeg: number): number {
	if (Math.abs(decDeg) + radiusDeg >= 90) return 180;
	const radians = Math.PI / 180;
	return Math.asin(Math.sin(radiusDeg * radians) / Math.cos(decDeg * radians)) / radians;
}

/** The widest step that is not above the wanted one. */
function stepOf(steps: readonly number[], wanted: number): number {
	return steps.find((step) => step <= wanted) ?? steps.at(-1)!;
}

function multiples(from: number, to: number, step: number): number[] {
	const first = Math.ceil(from / step);
	return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

function between(from: number, to: number): number[] {
	return Array.from({ length: SAMPLES + 1 }, (_, i) => from + ((to - from) * i) / SAMPLES);
}

function raText(seconds: number, step: number): string {
	const wrapped = ((seconds % 86_400) + 86_400) % 86_400;
	const hours = `${Math.floor(wrapped / 3600)}h`;
	if (step >= 3600) return hours;
	const minutes = `${hours} ${two(Math.floor((wrapped % 3600) / 60))}m`;
	return step >= 60 ? minutes : `${minutes} ${two(Number((wrapped % 60).toFixed(1)))}s`;
}

const two = (count: number) => String(count).padStart(2, '0');

function decText(dec: number, step: number): string {
	const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
	const sign = dec < 0 ? '−' : dec > 0 ? '+' : '';
	return `${sign}${Math.abs(dec).toFixed(digits)}°`;
}
