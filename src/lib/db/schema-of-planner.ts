import { boolean, doublePrecision, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { fact } from './fact-columns.ts';
import { instant, instantRange, int8, jsonText } from './types.ts';

/** A facility as its document tells it; without the reasons that it keeps to itself where it is redacted. */
export const facility = pgTable('facility', {
	facility: text().notNull(),
	name: text().notNull(),
	/** Group that answers for it, or null: then administrators of the archive do. */
	operators: text(),
	is_redacted: boolean().notNull(),
	document: jsonText().notNull(),
	actor: text().notNull(),
	...fact
});

/** What somebody wants observed. */
export const campaign = pgTable('campaign', {
	campaign: text().notNull(),
	revision: integer().notNull(),
	title: text().notNull(),
	audience: text().notNull(),
	/** Group that wants it. */
	owner: text().notNull(),
	is_anonymous: boolean().notNull(),
	state: text().$type<'open' | 'closed'>().notNull(),
	goals: jsonText().notNull(),
	/** Why it was revised or closed. */
	reason: text(),
	actor: text().notNull(),
	...fact
});

/** A plan that was made; its packet holds every block, and for everything left out why. */
export const plan = pgTable('plan', {
	plan: text().notNull(),
	campaigns: text().array().notNull(),
	audience: text().notNull(),
	basis_known_at: instant().notNull(),
	basis_batch: int8().notNull(),
	from_at: instant().notNull(),
	to_at: instant().notNull(),
	software: text().notNull(),
	options: jsonText().notNull(),
	/** What it was made from, by fact, to be compared with what is known at another basis. */
	rests_on: jsonText().notNull(),
	inputs_digest: text().notNull(),
	outputs_digest: text().notNull(),
	objective: doublePrecision().notNull(),
	bound: doublePrecision().notNull(),
	blocks: integer().notNull(),
	left_out: integer().notNull(),
	summary: jsonText().notNull(),
	started_at: instant().notNull(),
	finished_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

export const blockStates = [
	'proposed',
	'accepted',
	'declined',
	'withdrawn',
	'executed',
	'failed',
	'aborted'
] as const;
export type BlockState = (typeof blockStates)[number];

/** Time asked of a telescope, and what became of it. A redacted telling leaves out who wants it, and what for. */
export const block = pgTable('block', {
	block: text().notNull(),
	/** 1 when it is proposed, one more with every change. */
	revision: integer().notNull(),
	state: text().$type<BlockState>().notNull(),
	facility: text().notNull(),
	telescope: text().notNull(),
	instrument: text().notNull(),
	from_at: instant().notNull(),
	to_at: instant().notNull(),
	ra_deg: doublePrecision().notNull(),
	dec_deg: doublePrecision().notNull(),
	band: text(),
	exposure_sec: doublePrecision(),
	exposures: integer(),
	/** Group that wants it. */
	owner: text(),
	campaign: text(),
	plan: text(),
	/** `objects/...` or `events/...`. */
	subject: text(),
	label: text(),
	is_redacted: boolean().notNull(),
	/** Why it changed, in words, and of which kind: weather, override, fault, ... */
	reason: text(),
	reason_kind: text(),
	actor: text(),
	...fact
});

/** Where an instrument looked (executed), or was going to. */
export const pointing = pgTable('pointing', {
	facility: text().notNull(),
	pointing: text().notNull(),
	instrument: text().notNull(),
	is_executed: boolean().notNull(),
	from_at: instant().notNull(),
	to_at: instant().notNull(),
	ra_deg: doublePrecision().notNull(),
	dec_deg: doublePrecision().notNull(),
	position_angle_deg: doublePrecision(),
	band: text(),
	/** Limiting AB magnitude. */
	depth_mag: doublePrecision(),
	event: text(),
	campaign: text(),
	block: text(),
	detail: jsonText(),
	actor: text().notNull(),
	...fact
});

/** The newest revision of each block, and the time that it holds while it is accepted; derived from `block`. */
export const booking = pgTable('booking', {
	block: text().notNull(),
	revision: integer().notNull(),
	/** `facility/telescope`: it does one thing at a time. */
	telescope: text().notNull(),
	/** `tstzrange`; null while it holds none. */
	held: instantRange()
});
