import type { Facility } from './facility.ts';

/** The facility as others than its own people may have it: when it is closed, but no reason that is private. */
export function withoutPrivateReasons(facility: Facility): Facility {
	return {
		...facility,
		rules: {
			...facility.rules,
			closures: facility.rules.closures.map((one) =>
				one.isPrivate ? { ...one, reason: null, isPrivate: false } : one
			)
		}
	};
}
