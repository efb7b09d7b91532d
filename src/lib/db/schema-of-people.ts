/** The tables of who may come in, described for programs like the others in `schema.ts`. */
import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant, int8 } from './types.ts';

/** Bearer tokens by the SHA-256 of their text. */
export const token = pgTable('token', {
	sha256: bytes().primaryKey(),
	label: text().notNull(),
	made_at: instant().notNull(),
	revoked_at: instant(),
	person: text(),
	may_write: boolean().notNull(),
	expires_at: instant(),
	last_used_at: instant(),
	/** Groups whose rights it carries; null: all of its person's. */
	groups: text().array(),
	/** The one calendar that it opens, and nothing else: `account`, `campaigns/<name>`, ...; null of a token for programs. */
	calendar: text()
});

/** People who may sign in here. */
export const account = pgTable('account', {
	person: text().primaryKey(),
	/** Argon2id in the form of the PHC; null: signs in by a link or an issuer alone. */
	password: text(),
	made_at: instant().notNull(),
	disabled_at: instant()
});

/** Who a person is to an issuer of OpenID Connect. */
export const identity = pgTable('identity', {
	issuer: text().notNull(),
	subject: text().notNull(),
	person: text().notNull(),
	made_at: instant().notNull()
});

/** Browsers that are signed in, by the SHA-256 of their cookie; `person` is null for the archive's own administrator. */
export const session = pgTable('session', {
	sha256: bytes().primaryKey(),
	person: text(),
	way: text().notNull(),
	address: text(),
	made_at: instant().notNull(),
	expires_at: instant().notNull(),
	last_used_at: instant().notNull()
});

/** Links that sign in once, by the SHA-256 of their secret. */
export const link = pgTable('link', {
	sha256: bytes().primaryKey(),
	person: text(),
	made_at: instant().notNull(),
	expires_at: instant().notNull()
});

/** Who came in and what keys were made, each entry with the digest of all before it. */
export const audit = pgTable('audit', {
	entry: int8().primaryKey(),
	at: instant().notNull(),
	actor: text().notNull(),
	address: text(),
	act: text().notNull(),
	person: text(),
	detail: text().notNull(),
	previous: bytes().notNull(),
	digest: bytes().notNull()
});
