import { formatInstant } from '#lib/sky/time.ts';
import { gridMoment, type TimeGrid } from '../observability/altitude-table.ts';
import { sunWithoutNightDeg } from '../observability/nights.ts';
import { listed } from '../listed.ts';
import { sunLimitDeg, type PlannedTelescope } from './telescopes.ts';

/** Which facilities have no night within a plan's slots, with how low the Sun comes there, in one sentence; none where all have. */
export function noNightWords(telescopes: readonly PlannedTelescope[], slots: TimeGrid): string[] {
	const span = { from: slots.from, to: gridMoment(slots, slots.count) };
	const sites = telescopes.flatMap((planned) => {
		const sun = sunLimitDeg(planned);
		const lowest = sun === null ? null : sunWithoutNightDeg(planned.from, span, sun);
		return lowest === null ? [] : [{ name: planned.facility.name, lowest: lowest.toFixed(1), sun: sun! }];
	});
	if (sites.length === 0) return [];
	const words = sites.map(({ name, lowest, sun }, i) =>
		i === 0
			? `${name} (where the Sun comes down to ${lowest} deg, and ${sun} deg are asked for)`
			: `${name} (${lowest} deg, for ${sun})`
	);
	return [
		`There is no night from ${formatInstant(span.from)} to ${formatInstant(span.to)} at ${listed([...new Set(words)])}.`
	];
}
