import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

/** What the operator says about packets that state no issue time of their own. */
export type KnownRule =
	| { readonly kind: 'received' }
	| { readonly kind: 'at'; readonly at: Instant }
	| { readonly kind: 'observed'; readonly afterMicroseconds: number };

export interface Knowledge {
	readonly knownAt: Instant;
	readonly knownFrom: 'stated' | 'received' | 'assumed';
}

const unitMicroseconds = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6 } as const;

/** Reads `received`, `observed`, `observed+20m` (s, m, h, d) or an instant. */
export function parseKnownRule(text: string): KnownRule {
	if (text === 'received') return { kind: 'received' };
	const observed = /^observed(?:\+(\d+(?:\.\d+)?)([smhd]))?$/.exec(text);
	if (observed) {
		const unit = unitMicroseconds[(observed[2] ?? 's') as keyof typeof unitMicroseconds];
		return { kind: 'observed', afterMicroseconds: Math.round(Number(observed[1] ?? 0) * unit) };
	}
	try {
		return { kind: 'at', at: parseInstant(text) };
	} catch (cause) {
		throw new LookbackError(
			'incorrect',
			'archive/bad-known-at',
			`The knowledge time '${text}' is none of 'received', 'observed+20m' (s, m, h or d) and an instant such as 2019-10-01T20:59:00Z.`,
			{ text },
			{ cause }
		);
	}
}

/**
 * When a packet's facts could first be known. A stated time is believed, but nothing is known here before it came:
 * one later than receipt counts as receipt. `observedAt` is the epoch of the packet's own detection.
 */
export function knowledge(
	stated: Instant | null | undefined,
	observedAt: Instant | null,
	receivedAt: Instant,
	rule: KnownRule
): Knowledge {
	const clamped = (at: number) => Math.min(at, receivedAt) as Instant;
	if (stated !== null && stated !== undefined) return { knownAt: clamped(stated), knownFrom: 'stated' };
	if (rule.kind === 'at') return { knownAt: clamped(rule.at), knownFrom: 'assumed' };
	if (rule.kind === 'observed' && observedAt !== null) {
		return { knownAt: clamped(observedAt + rule.afterMicroseconds), knownFrom: 'assumed' };
	}
	return { knownAt: receivedAt, knownFrom: 'received' };
}

/** No measurement can be known before it happened; says so of one that claims to be, null otherwise. */
export function impossible(what: string, observedAt: Instant, known: Knowledge): LookbackError | null {
	if (observedAt <= known.knownAt) return null;
	return new LookbackError(
		'incorrect',
		'archive/known-before-observed',
		`${what} was observed at ${formatInstant(observedAt)} but would be known at ${formatInstant(known.knownAt)} (${known.knownFrom}), before it happened.`,
		{ observedAt, ...known }
	);
}
