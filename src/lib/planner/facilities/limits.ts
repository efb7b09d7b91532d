import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import { all, not, type Constraint } from '../observability/constraint.ts';
import { constraintOf } from '../observability/description.ts';
import { aboveHorizon } from '../observability/horizon-rule.ts';
import { altitudeAtLeast } from '../observability/rules.ts';
import { during } from '../observability/time-rule.ts';
import type { Facility, Instrument, Telescope } from './facility.ts';

/** Where a facility looks from: its site, or its orbit. */
export function standpointOf({ site }: Facility): Standpoint {
	return new Standpoint(site);
}

/** An instrument and the telescope that carries it; @throws LookbackError `planner/no-instrument`. */
export function instrumentOf(
	facility: Facility,
	instrument: string
): { telescope: Telescope; instrument: Instrument } {
	for (const telescope of facility.telescopes) {
		const found = telescope.instruments.find((one) => one.instrument === instrument);
		if (found) return { telescope, instrument: found };
	}
	const known = facility.telescopes.flatMap((one) => one.instruments.map((it) => it.instrument));
	throw new LookbackError(
		'not-found',
		'planner/no-instrument',
		`${facility.name} has no instrument '${instrument}'; it has ${known.join(', ')}.`,
		{ facility: facility.facility, instrument }
	);
}

/**
 * All that a facility and one of its telescopes ask of a target, a place and a moment: horizon, limits of the mount,
 * time given and time kept. Names of its rules tell no private reason.
 */
export function limitsOf(facility: Facility, telescope: Telescope): Constraint {
	const { site, rules } = facility;
	const horizon = site?.horizon ?? null;
	const spans = (told: readonly { from: string; to: string }[]) =>
		told.map(({ from, to }) => ({ from: parseInstant(from), to: parseInstant(to) }));
	return all(
		...(rules.given ? [during(spans(rules.given), 'time given')] : []),
		...rules.closures.map((one) => not(during(spans([one]), closureName(one)))),
		...telescope.limits.map(({ source: _, ...limits }) => constraintOf(limits)),
		// where nobody tells of a horizon the ground is one
		...(site ? [Array.isArray(horizon) ? aboveHorizon(horizon) : altitudeAtLeast(horizon ?? 0)] : [])
	);
}

/** What cannot be told of when a satellite sees a target, in a sentence; null on the ground. */
export function earthCaveat({ name, orbit }: Facility): string | null {
	if (!orbit) return null;
	const often = orbit.periodMin === null ? 'each orbit' : `each orbit of ${orbit.periodMin} min`;
	return `The Earth may hide the target from ${name} for a part of ${often}: which part, its orbit's elements would say, and they are not kept here.`;
}

function closureName({ reason, isPrivate }: Facility['rules']['closures'][number]): string {
	return isPrivate || reason === null ? 'closed by the facility' : `closed: ${reason}`;
}
