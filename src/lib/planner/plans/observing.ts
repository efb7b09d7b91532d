import { airmassAt } from '#lib/sky/airmass.ts';
import { moonlightLossMag } from '#lib/sky/moonlight.ts';
import { Sight } from '#lib/sky/sight.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import { gridMoment, type TimeGrid } from '../observability/altitude-table.ts';
import type { Constraint } from '../observability/constraint.ts';
import { all } from '../observability/constraint.ts';
import type { Span } from '../observability/time-rule.ts';
import { spansOf } from '../observability/windows.ts';
import { obstacles } from '../observability/why-not.ts';
import type { PlannedTelescope } from './telescopes.ts';

/** Where and when something can be observed with one telescope, over a plan's slots. */
export interface Observing {
	readonly windows: readonly Span[];
	/** How good it is there and then in each slot, in [0,1]; 0 outside windows. */
	readonly quality: Float64Array;
}

/** Quality is worked out every half hour, or every so many slots where those are longer; between it is drawn straight. */
const stepSec = 1800;
const leastStepSlots = 6;

/** When a place can be observed with a telescope. */
export function openWindows(
	{ from, limits }: PlannedTelescope,
	place: SkyPlace,
	further: Constraint | null,
	slots: TimeGrid,
	sight = new Sight(from, place)
): Span[] {
	const span = { from: slots.from, to: gridMoment(slots, slots.count) };
	return spansOf(further ? all(limits, further) : limits, sight, span);
}

/** The same, and how well. */
export function observing(
	telescope: PlannedTelescope,
	place: SkyPlace,
	further: Constraint | null,
	slots: TimeGrid
): Observing {
	const sight = new Sight(telescope.from, place);
	const open = openWindows(telescope, place, further, slots, sight);
	const quality = new Float64Array(slots.count);
	for (const window of open) fillQuality(quality, sight, window, slots);
	return { windows: open, quality };
}

/**
 * The slots at which something that takes so long may begin, all of it within one window, not before a moment, and over by a
 * deadline.
 */
export function startsOf(
	{ windows: open }: Pick<Observing, 'windows'>,
	seconds: number,
	{ notBefore, deadline }: { readonly notBefore: Instant | null; readonly deadline: Instant | null },
	slots: TimeGrid
): number[] {
	const starts: number[] = [];
	const step = slots.stepSec * 1e6;
	for (const window of open) {
		const end = Math.min(window.to, deadline ?? Infinity);
		const first = Math.ceil((Math.max(window.from, notBefore ?? -Infinity) - slots.from) / step);
		const last = Math.floor((end - seconds * 1e6 - slots.from) / step);
		for (let slot = Math.max(0, first); slot <= last && slot < slots.count; slot++) starts.push(slot);
	}
	return starts;
}

/** What stands against a place, and for how many slots. */
export function closedBy(
	{ from, limits }: PlannedTelescope,
	place: SkyPlace,
	further: Constraint | null,
	slots: TimeGrid
): { readonly reason: string; readonly slots: number }[] {
	const sight = new Sight(from, place);
	const span = { from: slots.from, to: gridMoment(slots, slots.count) };
	return obstacles(further ? all(limits, further) : limits, sight, span).map(({ name, failsSec }) => ({
		reason: name,
		slots: Math.round(failsSec / slots.stepSec)
	}));
}

/**
 * The part of the signal-to-noise squared, so of the exposure time's worth, that is left of what the zenith of a moonless sky
 * gives: 10^(-0.8 loss), where a loss in limiting magnitude comes of the air that dims (0.1 mag an airmass), blurs (airmass
 * to the 0.6) and of moonlight; and a fifth less from the beginning of the span to its end, since transients fade.
 */
function qualityAt(sight: Sight, at: Instant, share: number): number {
	const sooner = 1 - 0.2 * share;
	if (!sight.from.place) return sooner;
	const airmass = Math.max(1, airmassAt(sight.altitudeDeg(at)));
	const lossMag = 0.1 * (airmass - 1) + 1.5 * Math.log10(airmass) + moonlightLossMag(sight, at);
	return Math.max(0.01, 10 ** (-0.8 * lossMag)) * sooner;
}

function fillQuality(quality: Float64Array, sight: Sight, window: Span, slots: TimeGrid): void {
	const step = slots.stepSec * 1e6;
	const stepSlots = Math.max(leastStepSlots, Math.round(stepSec / slots.stepSec));
	const first = Math.max(0, Math.floor((window.from - slots.from) / step));
	const last = Math.min(slots.count - 1, Math.floor((window.to - slots.from) / step));
	const at = (slot: number) => qualityAt(sight, gridMoment(slots, slot), slot / slots.count);
	let before = at(first);
	for (let slot = first; slot <= last; slot += stepSlots) {
		const next = Math.min(last, slot + stepSlots);
		const after = next > slot ? at(next) : before;
		for (let i = slot; i <= Math.min(last, slot + stepSlots - 1); i++)
			quality[i] = next > slot ? before + ((after - before) * (i - slot)) / (next - slot) : before;
		if (next === last) quality[last] = after;
		before = after;
	}
}
