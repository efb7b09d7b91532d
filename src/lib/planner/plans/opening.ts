import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import { all, nameOf, type Constraint } from '../observability/constraint.ts';
import type { Span } from '../observability/time-rule.ts';
import { openWindows } from './observing.ts';
import type { PlannedTelescope } from './telescopes.ts';
import type { Attempt, Wanted } from './visits.ts';

/**
 * The cheapest change of what is wanted that would let something begin which can begin nowhere, in a sentence: less exposure where it
 * is up for some time, or one thing less that its campaign asks of the sky; null where neither would do.
 */
export function changeToOpen(
	wanted: Wanted,
	able: ReadonlyMap<number, Attempt>,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): string | null {
	const [short] = longestFirst(
		[...able].map(([k, { windows }]) => ({ k, windows: inTime(windows, wanted) }))
	);
	const need = ({ k }: Opening) => able.get(k)!.seconds;
	if (short && short.seconds < need(short) && short.seconds >= slots.stepSec)
		return `With ${minutes(short)} in place of ${(need(short) / 60).toFixed(1)} min it could go to ${whither(short, telescopes)}.`;
	const parts = partsOf(wanted.constraint);
	const [best] = parts
		.flatMap((part) => {
			const others = parts.filter((one) => one !== part);
			const further = others.length === 0 ? null : all(...others);
			const opened = [...able.keys()].map((k) => ({
				k,
				windows: inTime(openWindows(telescopes[k]!, wanted.place, further, slots), wanted)
			}));
			return longestFirst(opened)
				.filter((one) => one.seconds >= need(one) + slots.stepSec)
				.slice(0, 1)
				.map((one) => ({ ...one, part }));
		})
		.sort((a, b) => b.seconds - a.seconds);
	if (!best) return null;
	return `Without '${nameOf(best.part)}', which its campaign asks for, it could go to ${whither(best, telescopes)}, for ${minutes(best)}.`;
}

/** The longest window of a telescope. */
interface Opening {
	readonly k: number;
	readonly from: Instant;
	readonly seconds: number;
}

function longestFirst(each: readonly { readonly k: number; readonly windows: readonly Span[] }[]): Opening[] {
	return each
		.flatMap(({ k, windows }) => windows.map(({ from, to }) => ({ k, from, seconds: (to - from) / 1e6 })))
		.sort((a, b) => b.seconds - a.seconds);
}

function inTime(windows: readonly Span[], { notBefore, deadline }: Wanted): Span[] {
	return windows
		.map((one) => ({
			...one,
			from: Math.max(one.from, notBefore ?? -Infinity) as Instant,
			to: Math.min(one.to, deadline ?? Infinity) as Instant
		}))
		.filter(({ from, to }) => from < to);
}

function partsOf(constraint: Constraint | null): readonly Constraint[] {
	if (constraint === null) return [];
	return constraint.kind === 'all' ? constraint.of.flatMap(partsOf) : [constraint];
}

function whither({ k, from }: Opening, telescopes: readonly PlannedTelescope[]): string {
	const { telescope, facility } = telescopes[k]!;
	return `${telescope.name} of ${facility.name} from ${formatInstant(from).slice(0, 16).replace('T', ' ')}`;
}

function minutes({ seconds }: Opening): string {
	return `${(seconds / 60).toFixed(1)} min`;
}
