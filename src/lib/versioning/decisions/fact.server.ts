import { randomBytes } from 'node:crypto';
import type { Question } from '#lib/archive/index.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { Instant } from '#lib/sky/time.ts';
import { collectionOf } from '../audience.ts';
import type { Evidence } from './evidence.server.ts';

export interface Decided {
	readonly subject: string;
	readonly action: string;
	readonly reason: string;
	readonly actor: string;
	readonly audience: string;
	readonly runs: readonly string[];
	readonly supersedes: string | null;
}

/** A decision as a fact, made at `decidedAt` on what was known at the question's basis. */
export function decisionFact(
	{ basis }: Question,
	{ runs, ...decided }: Decided,
	evidence: Evidence,
	decidedAt: Instant
): NewFact<'decision'> {
	const decision = newId('d');
	return {
		decision,
		...decided,
		runs: [...runs],
		basis_known_at: basis.knownAt,
		basis_batch: basis.batch,
		evidence,
		decided_at: decidedAt,
		collection: collectionOf(decided.audience),
		known_at: decidedAt,
		known_from: 'received',
		version: hash63(decision),
		packet: null
	};
}

/** A name for something that is made here: `r` or `d`, and 12 hexadecimal digits. */
export function newId(kind: 'r' | 'd'): string {
	return kind + randomBytes(6).toString('hex');
}
