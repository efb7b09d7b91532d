import type { Instant } from '#lib/sky/time.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

/**
 * What a decoder makes of a packet: facts without knowledge times, since only ingest knows when the packet came
 * and what the operator said about it. Every decoder is pure: `(bytes, context) => PacketFacts`.
 */
export interface PacketFacts {
	/** Who published it: `ztf`, `lsst`, `lvk`, `gcn`, `tns`, `fink`, `alerce`, `antares`, `lasair`, `ampel`, `mars`, or who tells. */
	readonly source: string;
	/** How it is written: `ztf-avro`, `lsst-avro`, `voevent`, `gcn-json`, `lvk-json`, `lvk-avro`, `skymap-fits`, ... */
	readonly format: string;
	/** Version of the packet's schema as the packet states it, or null. */
	readonly schemaVersion: string | null;
	/** Issue time as the packet states it, or null: then the facts are known when the packet was received. */
	readonly statedAt: Instant | null;
	/** Test, injection and mock packets are kept, and hidden unless asked for. */
	readonly role: PacketRole;
	readonly alerts: readonly AlertFact[];
	readonly photometry: readonly PhotometryFact[];
	readonly statements: readonly StatementFact[];
	readonly notices: readonly NoticeFact[];
	readonly localizations: readonly LocalizationFact[];
	readonly withdrawals: readonly WithdrawalFact[];
}

export type PacketRole = 'observation' | 'prediction' | 'utility' | 'test' | 'mock';

/** What every fact may say about itself. */
export interface Told {
	/** The collection its row belongs to, e.g. `ztf.public`, `ztf.partnership`, `lsst.public`, `gcn.public`. */
	readonly collection: string;
	/** Where its own source would put it, in a packet whose teller says where it goes; `collection` unless given. */
	readonly native?: string;
	/** This row's own issue time (Rubin: processing time), where it has one; it outranks the packet's. */
	readonly statedAt?: Instant | null;
}

/** A brightness as the survey told it: magnitudes (AB, survey's own system) or flux, never one made from the other. */
export interface Brightness {
	readonly band: string | null;
	/** Mid-time of the exposure. */
	readonly observedAt: Instant;
	readonly exposureSec: number | null;
	readonly raDeg: number | null;
	readonly decDeg: number | null;
	readonly mag: number | null;
	readonly magErr: number | null;
	readonly limitingMag: number | null;
	readonly fluxNjy: number | null;
	readonly fluxErrNjy: number | null;
	/** Whether the difference image is brighter (true) or fainter (false) than its reference. */
	readonly isPositive: boolean | null;
	/** Real/bogus score, 0 to 1: the survey's newest (ZTF `drb` before `rb`; Rubin `reliability`). */
	readonly realBogus: number | null;
}

/** One survey alert about one detection; identity is (survey, alertId). */
export interface AlertFact extends Told, Brightness {
	readonly survey: string;
	readonly alertId: bigint;
	readonly objectId: string;
	readonly raDeg: number;
	readonly decDeg: number;
}

/**
 * One telling of a measurement or upper limit. Identity is (survey, objectId, measurement): the survey's own id,
 * or `measurementKey(...)` of (kind, epoch, band, pid) where there is none; never the flux.
 */
export interface PhotometryFact extends Told, Brightness {
	readonly survey: string;
	readonly objectId: string;
	readonly measurement: bigint;
	readonly kind: 'detection' | 'limit' | 'forced';
	/** `own`: told by the alert it triggered; `history`: repeated in a later packet, often rounded. */
	readonly origin: 'own' | 'history';
}

/**
 * Anything said about a subject by someone. Latest per (subject, property, agent, qualifier) is in force.
 * A subject is the address of its page without the leading slash: `objects/ztf/ZTF18abc`, `events/S190425z`.
 */
export interface StatementFact extends Told {
	readonly subject: string;
	/** `class`, `probability`, `redshift`, `name`, `identity`, `host`, `crossmatch`, `comment`, ... */
	readonly property: string;
	/** Tells statements with one property and agent apart: a class label, a classifier, a catalogue. '' when single. */
	readonly qualifier: string;
	/** Who says so: `tns`, `alerce/lc_classifier`, `fink`, `ztf`. */
	readonly agent: string;
	/** Version of the software that said it, as it names itself. */
	readonly software: string | null;
	readonly valueText: string | null;
	readonly valueNumber: number | null;
	/** Unit of `valueNumber` in VOUnits, '' for dimensionless, null when there is no number. */
	readonly unit: string | null;
	/** Anything further, JSON-serialisable. */
	readonly detail: Readonly<Record<string, unknown>> | null;
}

/** A machine notice or a circular about an event; identity is `noticeId`, and its edits are versions. */
export interface NoticeFact extends Told {
	/** IVORN, `gcn/circulars/123`, or `<topic>/<event>/<record number>`: the same whenever the same notice is read. */
	readonly noticeId: string;
	/** The event it is about, or null when it names none. */
	readonly event: string | null;
	/** `gw`, `grb`, `neutrino`, `transient`, `other`. */
	readonly eventKind: string;
	/** The stream it came on: `LVC`, `ICECUBE_ASTROTRACK_GOLD`, `FERMI_GBM_FIN_POS`, `gcn.notices.einstein_probe.wxt.alert`. */
	readonly stream: string;
	/** `early-warning`, `preliminary`, `initial`, `update`, `retraction`, `circular`, `other`. */
	readonly kind: string;
	readonly role: PacketRole;
	/** When the event happened, as this notice has it. */
	readonly eventAt: Instant | null;
	readonly raDeg: number | null;
	readonly decDeg: number | null;
	/** Error radius as the notice states it (its containment stands in `detail`). */
	readonly errorDeg: number | null;
	readonly farHz: number | null;
	/** Title of a circular, or one line on what the notice says. */
	readonly title: string | null;
	/** Body of a circular, or null. */
	readonly body: string | null;
	/** The correction graph: notices this one cites. */
	readonly cites: readonly {
		readonly noticeId: string;
		readonly how: 'followup' | 'supersedes' | 'retraction';
	}[];
	/** The packet's parameters by their own names, numbers as numbers; JSON-serialisable. */
	readonly detail: Readonly<Record<string, unknown>>;
}

/** A probability map of an event's position; identity is (noticeId, name). */
export interface LocalizationFact extends Told {
	readonly event: string;
	/** The notice that carries it, or `skymap/<sha-256>` for a map that came as a file of its own. */
	readonly noticeId: string;
	/** File name or URL as the source gives it. */
	readonly name: string;
	readonly creator: string | null;
	readonly eventAt: Instant | null;
	readonly skymap: Skymap;
	/** The FITS file that the map was read from, unpacked, where it was read from one: what else it tells is read when it is wanted. */
	readonly fits: Uint8Array | null;
	readonly distanceMeanMpc: number | null;
	readonly distanceStdMpc: number | null;
}

/** A verdict on a fact told in the same packet: withdrawn (or restored) as of its own stated time. */
export interface WithdrawalFact extends Told {
	readonly target: AlertFact | PhotometryFact;
	readonly withdrawn: boolean;
	readonly reason: string;
}
