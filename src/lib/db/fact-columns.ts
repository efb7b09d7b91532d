import { integer, text } from 'drizzle-orm/pg-core';
import { instant, int8, knownFrom } from './types.ts';

/** Columns of every fact: whose it is, when it could be known, which version of its subject it tells, where it stands. */
export const fact = {
	collection: text().notNull(),
	known_at: instant().notNull(),
	known_from: knownFrom().notNull(),
	version: int8().notNull(),
	packet: int8(),
	batch: int8().notNull(),
	fact: integer().notNull()
};
