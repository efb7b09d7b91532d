/**
 * The tables, described for programs: column order here is the order of the binary form whose digest the ledger
 * keeps. The tables themselves are made by `drizzle/*.sql`; a test holds the two against each other.
 */
import { boolean, doublePrecision, integer, pgTable, real, text } from 'drizzle-orm/pg-core';
import {
	bytes,
	instant,
	instantRange,
	int8,
	jsonText,
	knownFrom,
	measurementKind,
	packetRole,
	telling
} from './types.ts';

/** Columns of every fact: whose it is, when it could be known, which version of its subject it tells, where it stands. */
const fact = {
	collection: text().notNull(),
	known_at: instant().notNull(),
	known_from: knownFrom().notNull(),
	version: int8().notNull(),
	packet: int8(),
	batch: int8().notNull(),
	fact: integer().notNull()
};

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

/** A commit of an analysis, by its git object names. */
export const software = pgTable('software', {
	name: text().notNull(),
	commit: text().notNull(),
	tree: text().notNull(),
	parents: text().array().notNull(),
	author: text().notNull(),
	authored_at: instant().notNull(),
	message: text().notNull(),
	/** Its `analysis.json`. */
	manifest: jsonText().notNull(),
	/** What a careful reader should know of it, such as a lockfile that is missing. */
	warnings: text().array().notNull(),
	...fact
});

/** Where a branch, a tag or the deployment of an analysis moved to; a null commit takes it away. */
export const softwareRef = pgTable('software_ref', {
	name: text().notNull(),
	/** `branch/main`, `tag/v1`, `deployment/public`. */
	ref: text().notNull(),
	commit: text(),
	/** Of a deployment: who sees what it says, and so what it may see; with its parameters. */
	audience: text(),
	parameters: jsonText(),
	moved_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

/** An analysis carried out; its packet holds the digests of its inputs, its outputs and its logs. */
export const run = pgTable('run', {
	run: text().notNull(),
	analysis: text().notNull(),
	commit: text().notNull(),
	kind: text().$type<'manual' | 'live'>().notNull(),
	audience: text().notNull(),
	basis_known_at: instant().notNull(),
	basis_batch: int8().notNull(),
	parameters: jsonText().notNull(),
	environment: jsonText().notNull(),
	inputs: integer().notNull(),
	inputs_digest: text().notNull(),
	outputs: integer().notNull(),
	outputs_digest: text().notNull(),
	status: text().$type<'finished' | 'failed'>().notNull(),
	reason: text(),
	started_at: instant().notNull(),
	finished_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

/** What somebody decided about a subject, and what they knew. */
export const decision = pgTable('decision', {
	decision: text().notNull(),
	subject: text().notNull(),
	action: text().notNull(),
	reason: text().notNull(),
	actor: text().notNull(),
	audience: text().notNull(),
	basis_known_at: instant().notNull(),
	basis_batch: int8().notNull(),
	runs: text().array().notNull(),
	/** Digests of what was known of the subject at the basis, by fact. */
	evidence: jsonText().notNull(),
	supersedes: text(),
	decided_at: instant().notNull(),
	...fact
});

/** A walk of an analysis through knowledge time; its packet holds every selection and the report of leaks. */
export const backtest = pgTable('backtest', {
	backtest: text().notNull(),
	analysis: text().notNull(),
	commit: text().notNull(),
	audience: text().notNull(),
	parameters: jsonText().notNull(),
	from_at: instant().notNull(),
	to_at: instant().notNull(),
	every: text().notNull(),
	basis_batch: int8().notNull(),
	evaluations: int8().notNull(),
	selected: integer().notNull(),
	leaked: integer().notNull(),
	summary: jsonText().notNull(),
	started_at: instant().notNull(),
	finished_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

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
	20: pointing
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

/** The newest revision of each block, and the time that it holds while it is accepted; derived from `block`. */
export const booking = pgTable('booking', {
	block: text().notNull(),
	revision: integer().notNull(),
	/** `facility/telescope`: it does one thing at a time. */
	telescope: text().notNull(),
	/** `tstzrange`; null while it holds none. */
	held: instantRange()
});
