import type { Facility } from './facility.ts';
import type { Footprint } from './footprint.ts';

/** Footprints of instruments, by `facility/instrument`; those that have none are absent. */
export function footprintsOf(facilities: readonly Facility[]): ReadonlyMap<string, Footprint> {
	return new Map(
		facilities.flatMap(({ facility, telescopes }) =>
			telescopes
				.flatMap(({ instruments }) => instruments)
				.flatMap(({ instrument, footprint }) =>
					footprint ? [[`${facility}/${instrument}`, footprint] as const] : []
				)
		)
	);
}
