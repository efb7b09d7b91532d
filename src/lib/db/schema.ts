/**
 * The tables, described for programs: column order here is the order of the binary form whose digest the ledger
 * keeps. The tables themselves are made by `drizzle/*.sql`; a test holds the two against each other.
 */
import { boolean, doublePrecision, integer, pgTable, real, text } from 'drizzle-orm/pg-core';
import { fact } from './fact-columns.ts';
import { bytes, instant, int8, jsonText, measurementKind, packetRole, telling } from './types.ts';
import { block, campaign, facility, plan, pointing } from './schema-of-planner.ts';
import { software, softwareRef, run, runSubject, decision, backtest } from './schema-of-software.ts';

export * from './schema-of-planner.ts';
export * from './schema-of-software.ts';

const brightness = {
	observed_at: instant().notNull(),
	exposure_sec: real(),
	band: text(),
	mag: real(),
	mag_err: real(),
	limiting_mag: real(),
	flux_njy: real(),
	flux_err_njy: real(),
	is_positive: boolean(),
	real_bogus: real()
};

export const batch = pgTable('batch', {
	batch: int8().primaryKey(),
	sealed_at: instant().notNull(),
	actor: text().notNull(),
	kind: text().notNull(),
	note: text().notNull(),
	segment: text(),
	segment_bytes: int8(),
	segment_frame_sha256: bytes(),
	facts: integer().notNull(),
	previous: bytes().notNull(),
	digest: bytes().notNull(),
	manifest: bytes().notNull(),
	salt: bytes()
});

export const packet = pgTable('packet', {
	id: int8().notNull(),
	source: text().notNull(),
	format: text().notNull(),
	schema_version: text(),
	role: packetRole().notNull(),
	name: text().notNull(),
	/** Collection the operator wanted its public rows in, or null. */
	wanted_collection: text(),
	sha256: bytes().notNull(),
	byte_offset: int8().notNull(),
	byte_length: integer().notNull(),
	records: integer().notNull(),
	collections: text().array().notNull(),
	stated_at: instant(),
	received_at: instant().notNull(),
	...fact
});

export const quarantine = pgTable('quarantine', {
	record: integer(),
	name: text().notNull(),
	code: text().notNull(),
	reason: text().notNull(),
	...fact
});

export const alert = pgTable('alert', {
	survey: text().notNull(),
	alert_id: int8().notNull(),
	object_id: text().notNull(),
	hpx: int8().notNull(),
	ra_deg: doublePrecision().notNull(),
	dec_deg: doublePrecision().notNull(),
	...brightness,
	record: integer().notNull(),
	...fact
});

export const photometry = pgTable('photometry', {
	survey: text().notNull(),
	object_id: text().notNull(),
	measurement: int8().notNull(),
	kind: measurementKind().notNull(),
	hpx: int8().notNull(),
	ra_deg: doublePrecision(),
	dec_deg: doublePrecision(),
	...brightness,
	origin: telling().notNull(),
	...fact
});

export const withdrawal = pgTable('withdrawal', {
	relation: text().notNull(),
	survey: text().notNull(),
	target: int8().notNull(),
	target_version: int8().notNull(),
	withdrawn: boolean().notNull(),
	reason: text().notNull(),
	...fact
});

export const statement = pgTable('statement', {
	subject: text().notNull(),
	property: text().notNull(),
	qualifier: text().notNull(),
	agent: text().notNull(),
	software: text(),
	value_text: text(),
	value_number: doublePrecision(),
	unit: text(),
	detail: jsonText(),
	...fact
});

export const notice = pgTable('notice', {
	notice_id: text().notNull(),
	event: text(),
	event_kind: text().notNull(),
	stream: text().notNull(),
	kind: text().notNull(),
	role: packetRole().notNull(),
	stated_at: instant(),
	event_at: instant(),
	ra_deg: doublePrecision(),
	dec_deg: doublePrecision(),
	error_deg: doublePrecision(),
	far_hz: doublePrecision(),
	title: text(),
	body: text(),
	cites: jsonText().notNull(),
	detail: jsonText().notNull(),
	...fact
});

export const localization = pgTable('localization', {
	notice_id: text().notNull(),
	name: text().notNull(),
	event: text().notNull(),
	creator: text(),
	event_at: instant(),
	distance_mean_mpc: doublePrecision(),
	distance_std_mpc: doublePrecision(),
	area_50_deg2: doublePrecision().notNull(),
	area_90_deg2: doublePrecision().notNull(),
	cell_count: integer().notNull(),
	cells: bytes().notNull(),
	...fact
});

export const collectionPolicy = pgTable('collection_policy', {
	name: text().notNull(),
	owner: text().notNull(),
	policy: text().notNull(),
	public_from: instant(),
	public_after_months: integer(),
	title: text().notNull(),
	...fact
});

export const membership = pgTable('membership', {
	group_name: text().notNull(),
	person: text().notNull(),
	role: text()
		.$type<'reader' | 'contributor' | 'planner' | 'operator' | 'curator' | 'administrator'>()
		.notNull(),
	is_member: boolean().notNull(),
	...fact
});

/** The facts, by the code the ledger's manifests know them by. Codes are for ever. */
export const facts = {
	1: packet,
	2: quarantine,
	3: alert,
	4: photometry,
	5: withdrawal,
	6: statement,
	7: notice,
	8: localization,
	9: collectionPolicy,
	10: membership,
	11: software,
	12: softwareRef,
	13: run,
	14: decision,
	15: backtest,
	16: facility,
	17: campaign,
	18: plan,
	19: block,
	20: pointing,
	21: runSubject
} as const;

/** Where an alert lives, so that a look-up by id touches one place, once per collection; derived from `alert`. */
export const locator = pgTable('locator', {
	survey: text().notNull(),
	alert_id: int8().notNull(),
	object_id: text().notNull(),
	hpx: int8().notNull(),
	observed_at: instant().notNull(),
	collection: text().notNull()
});

/** The place under which an object's photometry is kept: its first position on record; derived. */
export const object = pgTable('object', {
	survey: text().notNull(),
	object_id: text().notNull(),
	hpx: int8().notNull()
});

/** Since when anything of an object was observed and known in a collection, and in which batch it came first; derived. */
export const objectKnown = pgTable('object_known', {
	survey: text().notNull(),
	object_id: text().notNull(),
	collection: text().notNull(),
	known_at: instant().notNull(),
	batch: int8().notNull(),
	observed_at: instant().notNull()
});

/** Packets of a batch by source, format and collections, counted; derived from `packet`. */
export const packetTally = pgTable('packet_tally', {
	batch: int8().notNull(),
	source: text().notNull(),
	format: text().notNull(),
	collections: text().array().notNull(),
	packets: integer().notNull(),
	records: integer().notNull(),
	first_received_at: instant().notNull(),
	last_received_at: instant().notNull()
});

/** Every telling of an alert that was told more than once, in a small place; derived from `alert`. */
export const alertRestatement = pgTable('alert_restatement', {
	survey: text().notNull(),
	alert_id: int8().notNull(),
	version: int8().notNull(),
	collection: text().notNull(),
	observed_at: instant().notNull(),
	known_at: instant().notNull(),
	batch: int8().notNull()
});

/** Between which epochs and places a batch tells alerts and photometry; derived from those. */
export const batchReach = pgTable('batch_reach', {
	batch: int8().notNull(),
	relation: text().$type<'alert' | 'photometry'>().notNull(),
	observed_from: instant().notNull(),
	observed_to: instant().notNull(),
	hpx_from: int8().notNull(),
	hpx_to: int8().notNull()
});
