import type { LookbackError } from '#lib/errors.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { AlertFact, PacketFacts, PhotometryFact, Told } from '#lib/archive/facts.ts';
import { alertVersion } from '#lib/archive/restatement.ts';
import { encodeSkymap } from '#lib/archive/skymap-codec.ts';
import type { NewFact, RelationName } from '#lib/db/relations.ts';
import { credibleAreaDeg2 } from '#lib/sky/credible-region.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import type { Instant } from '#lib/sky/time.ts';
import { impossible, knowledge, type Knowledge, type KnownRule } from './knowledge.ts';

/** How a packet came, as far as its rows need it. */
export interface Reception {
	readonly packet: bigint;
	readonly receivedAt: Instant;
	readonly rule: KnownRule;
	/** Collection for rows that would be public by their source's own rule; rows that are not stay where they are. */
	readonly collection: string | null;
	/** Whether rows may go to a collection that their own source puts into `native`; all may, where it is not given. */
	readonly mayAddTo?: ((collection: string, native: string) => boolean) | undefined;
	/** Whether a measurement is known to be on record as it stands, so that nothing needs to be made of it. */
	readonly isOnRecord: (row: Unplaced) => boolean;
}

/** A row for one of the ledger's relations. */
export type Row = { [Name in RelationName]: { relation: Name; row: NewFact<Name> } }[RelationName];

/** A verdict and the row whose version it is on. */
export interface WithdrawalOf {
	readonly row: NewFact<'withdrawal'>;
	readonly of: NewFact<'alert'> | Unplaced;
}

/** A measurement whose version and whose object's place are settled only when it is compared with what is on record. */
export type Unplaced = Omit<NewFact<'photometry'>, 'hpx'> & { hpx: bigint | null };

/** Rows of one record of a packet, new measurements apart, and what was refused. */
export interface RecordRows {
	/** Place of the record in its packet. */
	readonly record: number;
	/** What the record says of the packet. */
	readonly told: Pick<PacketFacts, 'source' | 'schemaVersion' | 'role' | 'statedAt'>;
	readonly rows: readonly Row[];
	readonly photometry: readonly Unplaced[];
	/** Verdicts on the versions that other rows of this record tell; a measurement's version is settled only later. */
	readonly withdrawals: readonly WithdrawalOf[];
	readonly refused: readonly LookbackError[];
	/** Collections of all it tells, what is on record already included. */
	readonly collections: ReadonlySet<string>;
	readonly known: Knowledge;
	/** Whether something in it is another group's to tell, and its sender's group alone may see it here. */
	readonly isRetold: boolean;
}

/** Turns the facts of record `record` of a packet into rows, each with its knowledge time and version. */
export function rowsOf(facts: PacketFacts, record: number, reception: Reception): RecordRows {
	const { receivedAt, rule } = reception;
	const epoch = epochOf(facts);
	const known = knowledge(facts.statedAt, epoch, receivedAt, rule);
	const rows: Row[] = [];
	const photometry: Unplaced[] = [];
	const withdrawals: WithdrawalOf[] = [];
	const rowOf = new Map<AlertFact | PhotometryFact, NewFact<'alert'> | Unplaced>();
	const refused: LookbackError[] = [];
	const collections = new Set<string>();

	const told = (fact: Told, version: bigint) => {
		const own = fact.statedAt ? knowledge(fact.statedAt, epoch, receivedAt, rule) : known;
		return {
			collection: collectionOf(fact.collection, reception.collection),
			known_at: own.knownAt,
			known_from: own.knownFrom,
			version,
			packet: reception.packet
		};
	};
	const believable = (what: string, observedAt: Instant, fact: Told) => {
		const own = fact.statedAt ? knowledge(fact.statedAt, epoch, receivedAt, rule) : known;
		const reason = impossible(what, observedAt, own);
		if (reason) refused.push(reason);
		return !reason;
	};

	for (const fact of facts.alerts) {
		if (!believable(`Alert ${fact.survey}/${fact.alertId}`, fact.observedAt, fact)) continue;
		const row = alertRow(fact, record, told(fact, 0n));
		row.version = alertVersion(row);
		rowOf.set(fact, row);
		rows.push({ relation: 'alert', row });
	}
	for (const fact of facts.photometry) {
		if (!believable(`A ${fact.kind} of ${fact.survey}/${fact.objectId}`, fact.observedAt, fact)) continue;
		const row = photometryRow(fact, told(fact, 0n));
		collections.add(row.collection);
		// a verdict needs the version of what it is on, which only a comparison settles
		if (facts.withdrawals.length === 0 && reception.isOnRecord(row)) continue;
		rowOf.set(fact, row);
		photometry.push(row);
	}
	for (const fact of facts.withdrawals) {
		const of = rowOf.get(fact.target);
		if (!of) continue; // what it withdraws is refused itself, with its reason
		withdrawals.push({
			of,
			row: {
				relation: 'alert_id' in of ? 'alert' : 'photometry',
				survey: of.survey,
				target: 'alert_id' in of ? of.alert_id : of.measurement,
				target_version: of.version,
				withdrawn: fact.withdrawn,
				reason: fact.reason,
				...told(fact, 0n)
			}
		});
	}
	for (const fact of facts.statements) {
		const { software, valueText, valueNumber, unit, detail } = fact;
		rows.push({
			relation: 'statement',
			row: {
				subject: fact.subject,
				property: fact.property,
				qualifier: fact.qualifier,
				agent: fact.agent,
				software,
				value_text: valueText,
				value_number: valueNumber,
				unit,
				detail,
				...told(fact, versionOf({ software, valueText, valueNumber, unit, detail }))
			}
		});
	}
	for (const { collection, statedAt, ...content } of facts.notices) {
		rows.push({
			relation: 'notice',
			row: {
				notice_id: content.noticeId,
				event: content.event,
				event_kind: content.eventKind,
				stream: content.stream,
				kind: content.kind,
				role: content.role,
				stated_at: statedAt ?? facts.statedAt,
				event_at: content.eventAt,
				ra_deg: content.raDeg,
				dec_deg: content.decDeg,
				error_deg: content.errorDeg,
				far_hz: content.farHz,
				title: content.title,
				body: content.body,
				cites: content.cites,
				detail: content.detail,
				// where its own source would put it is no part of what it says
				...told({ collection, statedAt }, versionOf({ ...content, native: undefined }))
			}
		});
	}
	for (const fact of facts.localizations) {
		const cells = encodeSkymap(fact.skymap);
		rows.push({
			relation: 'localization',
			row: {
				notice_id: fact.noticeId,
				name: fact.name,
				event: fact.event,
				creator: fact.creator,
				event_at: fact.eventAt,
				distance_mean_mpc: fact.distanceMeanMpc,
				distance_std_mpc: fact.distanceStdMpc,
				area_50_deg2: credibleAreaDeg2(fact.skymap, 0.5),
				area_90_deg2: credibleAreaDeg2(fact.skymap, 0.9),
				cell_count: fact.skymap.order.length,
				cells,
				...told(fact, hash63(Buffer.from(cells).toString('latin1')))
			}
		});
	}
	const { source, schemaVersion, role, statedAt } = facts;
	for (const { row } of rows) collections.add(row.collection);
	return {
		record,
		told: { source, schemaVersion, role, statedAt },
		rows,
		photometry,
		withdrawals,
		refused,
		collections,
		known,
		isRetold: isRetold(facts, reception)
	};
}

function isRetold(facts: PacketFacts, { mayAddTo }: Reception): boolean {
	if (!mayAddTo) return false;
	const { alerts, photometry, statements, notices, localizations } = facts;
	return [alerts, photometry, statements, notices, localizations].some((list) =>
		list.some(({ collection, native = collection }) => !mayAddTo(native, native))
	);
}

/** `--collection` renames what is public; what its source keeps to itself never becomes more visible by loading it. */
export function collectionOf(own: string, wanted: string | null): string {
	return wanted !== null && own.endsWith('.public') ? wanted : own;
}

/** Epoch of a packet: of its own detection, else of the last measurement it tells. */
function epochOf(facts: PacketFacts): Instant | null {
	if (facts.alerts[0]) return facts.alerts[0].observedAt;
	if (facts.photometry.length === 0) return null;
	return facts.photometry.map((row) => row.observedAt).reduce((a, b) => (a > b ? a : b));
}

function versionOf(content: object): bigint {
	return hash63(JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
}

function brightnessOf(fact: AlertFact | PhotometryFact) {
	return {
		observed_at: fact.observedAt,
		exposure_sec: fact.exposureSec,
		band: fact.band,
		mag: fact.mag,
		mag_err: fact.magErr,
		limiting_mag: fact.limitingMag,
		flux_njy: fact.fluxNjy,
		flux_err_njy: fact.fluxErrNjy,
		is_positive: fact.isPositive,
		real_bogus: fact.realBogus
	};
}

type ToldRow = Pick<NewFact<'alert'>, 'collection' | 'known_at' | 'known_from' | 'version' | 'packet'>;

function alertRow(fact: AlertFact, record: number, told: ToldRow): NewFact<'alert'> {
	return {
		survey: fact.survey,
		alert_id: fact.alertId,
		object_id: fact.objectId,
		hpx: hpx29(fact.raDeg, fact.decDeg),
		ra_deg: fact.raDeg,
		dec_deg: fact.decDeg,
		...brightnessOf(fact),
		record,
		...told
	};
}

function photometryRow(fact: PhotometryFact, told: ToldRow): Unplaced {
	return {
		survey: fact.survey,
		object_id: fact.objectId,
		measurement: fact.measurement,
		kind: fact.kind,
		hpx: null,
		ra_deg: fact.raDeg,
		dec_deg: fact.decDeg,
		...brightnessOf(fact),
		origin: fact.origin,
		...told
	};
}
