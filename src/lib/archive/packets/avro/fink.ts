import type { StatementFact } from '#lib/archive/facts.ts';
import { instantFromUnixMicroseconds, type Instant } from '#lib/sky/time.ts';
import { finite, integer64, record, text, type AvroRecord } from './fields.ts';

type Said = Pick<StatementFact, 'property' | 'qualifier' | 'valueText' | 'valueNumber' | 'unit' | 'detail'>;

/** Catalogues Fink matches an alert with: column and its name as a qualifier. Columns by fink-alert-schemas. */
const crossmatches = {
	cdsxmatch: 'simbad',
	tns: 'tns',
	DR3Name: 'gaia-dr3',
	gaiaClass: 'gaia-dr3-class',
	vsx: 'vsx',
	spicy_class: 'spicy',
	gcvs: 'gcvs',
	x3hsp: '3hsp',
	x4lac: '4lac'
} as const;

/** Columns that bear on a cross-match, kept in its detail. */
const crossmatchDetail: Readonly<Record<string, readonly string[]>> = {
	'gaia-dr3': ['Plx', 'e_Plx', 'gaiaVarFlag'],
	spicy: ['spicy_id']
};

/** What Fink writes where a cross-match found nothing, or did not run. */
const emptyMatches = new Set(['Unknown', 'Fail', 'Fail 504', 'None', 'nan']);

/** Classifiers whose score is a probability; 0 (or -1) is written where one did not run. */
const probabilities = [
	'rfscore',
	'knscore',
	'rf_snia_vs_nonia',
	'rf_kn_vs_nonkn',
	'snn_snia_vs_nonia',
	'snn_sn_vs_all',
	'snn_sn_vs_others',
	'slsn_score'
] as const;

/** Values of `roid` that name a Solar System object (fink-science, `asteroids`). */
const solarSystemClasses: Readonly<Record<number, string>> = {
	2: 'Solar System candidate',
	3: 'Solar System MPC'
};

/**
 * What Fink says of an object (`objects/ztf/ZTF18abc`) in the columns it adds to an alert of ZTF or Rubin;
 * nothing for packets that its science modules did not see.
 */
export function finkStatements(alert: AvroRecord, subject: string, collection: string): StatementFact[] {
	const broker = text(alert.fink_broker_version);
	const science = text(alert.fink_science_version);
	if (!broker && !science) return [];
	const statedAt = processedAt(alert);
	const software = [broker && `fink-broker ${broker}`, science && `fink-science ${science}`]
		.filter((part) => part !== null)
		.join(', ');
	return [...saidOfMatches(alert), ...saidOfScores(alert), ...saidOfClasses(alert)].map((said) => ({
		...said,
		subject,
		agent: 'fink',
		software,
		collection,
		statedAt
	}));
}

/**
 * When Fink was done with the alert, where it says so. Its older column `timestamp` is the start of the
 * exposure, not a time of Fink's.
 */
function processedAt(alert: AvroRecord): Instant | null {
	const microseconds =
		integer64(alert.brokerEndProcessTimestamp) ?? integer64(alert.brokerStartProcessTimestamp);
	return microseconds === null ? null : instantFromUnixMicroseconds(microseconds);
}

function* saidOfMatches(alert: AvroRecord): Iterable<Said> {
	for (const [column, qualifier] of Object.entries(crossmatches)) {
		const match = text(alert[column]);
		if (match === null || emptyMatches.has(match)) continue;
		yield {
			...saidText('crossmatch', qualifier, match),
			detail: detailOf(alert, crossmatchDetail[qualifier])
		};
	}
	const mangrove = record(alert.mangrove);
	const galaxy = mangrove && (galaxyName(mangrove.HyperLEDA_name) ?? galaxyName(mangrove['2MASS_name']));
	if (galaxy) yield { ...saidText('crossmatch', 'mangrove', galaxy), detail: { ...mangrove } };
}

function* saidOfScores(alert: AvroRecord): Iterable<Said> {
	for (const column of probabilities) {
		const score = finite(alert[column]);
		if (score !== null && score > 0) yield saidNumber('probability', column, score);
	}
	for (const [column, value] of Object.entries(alert)) {
		const score = column.startsWith('anomaly_score') ? finite(value) : null;
		if (score !== null && score !== 0) yield saidNumber('anomaly-score', column, score);
	}
	yield* saidOfMicrolensing(alert.mulens);
}

/** `mulens` is a record of two filters in old packets and a probability in newer ones. */
function* saidOfMicrolensing(mulens: unknown): Iterable<Said> {
	const score = finite(mulens);
	if (score !== null && score > 0) yield saidNumber('probability', 'mulens', score);
	const old = record(mulens);
	for (const filter of [1, 2])
		if (old && text(old[`class_${filter}`]))
			yield {
				...saidText('class', `mulens/${filter}`, text(old[`class_${filter}`])!),
				detail: { score: finite(old[`ml_score_${filter}`]) }
			};
}

function* saidOfClasses(alert: AvroRecord): Iterable<Said> {
	const finkClass = text(alert.finkclass);
	if (finkClass && !emptyMatches.has(finkClass)) yield saidText('class', 'finkclass', finkClass);
	// CATS names its classes by number, -1 for none.
	const broadClass = finite(alert.cats_broad_class);
	if (broadClass !== null && broadClass > 0) yield saidText('class', 'cats', String(broadClass));
	const named = solarSystemClasses[finite(alert.roid) ?? 0];
	if (named) yield saidText('class', 'roid', named);
	const tracklet = text(alert.tracklet);
	if (tracklet && !emptyMatches.has(tracklet)) yield saidText('identity', 'tracklet', tracklet);
}

function saidText(property: string, qualifier: string, valueText: string): Said {
	return { property, qualifier, valueText, valueNumber: null, unit: null, detail: null };
}

function saidNumber(property: string, qualifier: string, valueNumber: number): Said {
	return { property, qualifier, valueText: null, valueNumber, unit: '', detail: null };
}

function detailOf(alert: AvroRecord, columns: readonly string[] | undefined): Said['detail'] {
	if (!columns) return null;
	return Object.fromEntries(columns.map((column) => [column, finite(alert[column]) ?? text(alert[column])]));
}

function galaxyName(value: unknown): string | null {
	const name = text(value);
	return name === null || name === 'None' ? null : name;
}
