import { LookbackError } from '#lib/errors.ts';
import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';

/**
 * A predicate of a target, a standpoint and a moment. Its *margin* says for how many seconds it is certain to stay as
 * it is, positive while it holds, negative while it does not, and never zero. So `all` is the least margin or that of
 * any that fails, `any` the largest or that of any that holds, `not` the opposite one; and whoever walks through time
 * may skip that many seconds (see `turns.ts`).
 */
export type Constraint = Rule | All | Any | Not;

/** A constraint that is no compound. */
export interface Rule {
	readonly kind: 'rule';
	/** As part of a sentence: `airmass at most 2`. */
	readonly name: string;
	/** Whether it is the same for all targets, seen from one place. */
	readonly isOfPlace: boolean;
	/** Seconds that it is certain to stay as it is, from a moment on. */
	readonly marginSec: (sight: Sight, at: Instant) => number;
}

export interface All {
	readonly kind: 'all';
	readonly of: readonly Constraint[];
}

export interface Any {
	readonly kind: 'any';
	readonly of: readonly Constraint[];
}

export interface Not {
	readonly kind: 'not';
	readonly of: Constraint;
}

/** Holds where all hold; where there are none, always. */
export function all(...of: Constraint[]): Constraint {
	return of.length === 1 ? of[0]! : { kind: 'all', of };
}

/** Holds where one holds at least. @throws LookbackError `planner/no-constraint` for none. */
export function any(...of: Constraint[]): Constraint {
	if (of.length === 0)
		throw new LookbackError(
			'incorrect',
			'planner/no-constraint',
			'The constraint `any` is given none to choose from; it wants one at least.'
		);
	return of.length === 1 ? of[0]! : { kind: 'any', of };
}

/** Holds where it does not. */
export function not(of: Constraint): Constraint {
	return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** The constraint's margin in seconds; never zero. */
export function marginSec(constraint: Constraint, sight: Sight, at: Instant): number {
	switch (constraint.kind) {
		case 'rule':
			return constraint.marginSec(sight, at);
		case 'all': {
			// One that fails is bound enough, and what it costs to know more is seldom worth it.
			let least = Infinity;
			for (const one of constraint.of) {
				least = Math.min(least, marginSec(one, sight, at));
				if (least < 0) break;
			}
			return least;
		}
		case 'any': {
			let largest = -Infinity;
			for (const one of constraint.of) {
				largest = Math.max(largest, marginSec(one, sight, at));
				if (largest > 0) break;
			}
			return largest;
		}
		case 'not':
			return -marginSec(constraint.of, sight, at);
	}
}

/** Whether the constraint holds at a moment. */
export function holds(constraint: Constraint, sight: Sight, at: Instant): boolean {
	return marginSec(constraint, sight, at) > 0;
}

/**
 * The rule by which a constraint turns from failing at one moment to holding at another: of several that fail in an
 * `all` the one that is furthest from holding, of several that hold in an `any` the one that is furthest from failing.
 */
export function decidingRule(
	constraint: Constraint,
	sight: Sight,
	failsAt: Instant,
	holdsAt: Instant
): string {
	switch (constraint.kind) {
		case 'rule':
			return constraint.name;
		case 'not':
			return opposite(decidingRule(constraint.of, sight, holdsAt, failsAt));
		case 'all':
			return decidingRule(
				extreme(constraint.of, (one) => marginSec(one, sight, failsAt)),
				sight,
				failsAt,
				holdsAt
			);
		case 'any':
			return decidingRule(
				extreme(constraint.of, (one) => -marginSec(one, sight, holdsAt)),
				sight,
				failsAt,
				holdsAt
			);
	}
}

/** A constraint in words: `altitude at least 30 deg and not (dec at most 0 deg)`. */
export function nameOf(constraint: Constraint): string {
	switch (constraint.kind) {
		case 'rule':
			return constraint.name;
		case 'not':
			return notNamed(nameOf(constraint.of));
		case 'all':
			return constraint.of.map(within).join(' and ') || 'anything';
		case 'any':
			return constraint.of.map(within).join(' or ');
	}
}

function within(constraint: Constraint): string {
	const name = nameOf(constraint);
	return constraint.kind === 'any' || constraint.kind === 'all' ? `(${name})` : name;
}

function notNamed(name: string): string {
	return `not (${name})`;
}

/** Of a rule's name, or of that of its opposite. */
function opposite(name: string): string {
	return name.startsWith('not (') ? name.slice('not ('.length, -1) : notNamed(name);
}

function extreme(of: readonly Constraint[], by: (one: Constraint) => number): Constraint {
	return of.reduce((best, one) => (by(one) < by(best) ? one : best));
}
