import type { Alert, Measurement, ObjectTellings, Statement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { intervalsOfForce, type InForce, type Telling, type Verdict } from './intervals-of-force.ts';
import type { Sight } from './sight.ts';

/** The rows that tell one fact of an object, and when each is what is shown of it. */
export interface Fact {
	readonly relation: 'alerts' | 'photometry' | 'statements';
	/** Names it within its object: `alerts 1234`, `statements class tns`. */
	readonly key: string;
	readonly intervals: readonly InForce<FactRow>[];
}

export type FactRow = Alert | Measurement | Statement;

/** What is ever shown of an object up to the last moment of a walk. */
export interface ObjectFacts {
	readonly subject: string;
	readonly survey: string;
	readonly objectId: string;
	/** Place under which its measurements are kept. */
	readonly hpx: bigint;
	readonly facts: readonly Fact[];
	/** Statements in the order of its page. */
	readonly statements: readonly Statement[];
}

/** Turns the tellings of an object into intervals of force. */
export function factsOf(tellings: ObjectTellings, sight: Sight): ObjectFacts {
	const { survey, objectId, hpx, statements } = tellings;
	const subject = `objects/${survey}/${objectId}`;
	const judged = Map.groupBy(tellings.verdicts, (one) => `${one.relation} ${one.target}`);
	const verdictsOn = (key: string): Verdict[] =>
		(judged.get(key) ?? []).map((one) => ({
			version: one.target_version,
			withdrawn: one.withdrawn,
			collection: one.collection,
			knownAt: one.known_at
		}));
	const rivals = Map.groupBy(tellings.rivals, (one) => one.alert_id);
	const facts: Fact[] = [];
	const add = (
		relation: Fact['relation'],
		key: string,
		told: readonly Telling<FactRow | null>[],
		verdicts: readonly Verdict[]
	) => {
		const intervals = intervalsOfForce(told, verdicts, sight).filter(isShown).map(withKnowledgeTime);
		if (intervals.length > 0) facts.push({ relation, key: `${relation} ${key}`, intervals });
	};
	for (const [id, rows] of Map.groupBy(tellings.alerts, (row) => row.alert_id)) {
		const others = rivals.get(id);
		const told = others
			? others.map((rival) => telling(rival, rows.find((row) => isSame(row, rival)) ?? null))
			: rows.map((row) => telling(row, row));
		add('alerts', String(id), told, verdictsOn(`alert ${id}`));
	}
	for (const [id, rows] of Map.groupBy(tellings.photometry, (row) => row.measurement)) {
		const told = rows.map((row) => ({
			...telling(row, row),
			rank: row.origin === 'own' ? 0 : 1,
			value: row.mag ?? row.limiting_mag ?? row.flux_njy
		}));
		add('photometry', String(id), told, verdictsOn(`photometry ${id}`));
	}
	for (const rows of Map.groupBy(tellings.statements, keyOf).values()) {
		const told = rows.map((row) =>
			telling({ ...row, observed_at: row.known_at }, isAbout(row, subject) ? row : null)
		);
		const [{ subject: about, property, qualifier, agent }] = rows as [Statement];
		const named = [about === subject ? '' : about, property, qualifier, agent].filter(Boolean).join(' ');
		add('statements', named, told, []);
	}
	return { subject, survey, objectId, hpx, facts, statements };
}

interface Told {
	readonly version: bigint;
	readonly collection: string;
	readonly observed_at: Instant;
	readonly known_at: Instant;
}

function telling(told: Told, row: FactRow | null): Telling<FactRow | null> {
	return {
		version: told.version,
		rank: 0,
		value: null,
		collection: told.collection,
		moment: told.observed_at,
		knownAt: told.known_at,
		row
	};
}

function isSame(a: Told, b: Told): boolean {
	return a.version === b.version && a.collection === b.collection && a.known_at === b.known_at;
}

function isShown(one: InForce<FactRow | null>): one is InForce<FactRow> {
	return one.row !== null;
}

/** A version is known since its first telling. */
function withKnowledgeTime(one: InForce<FactRow>): InForce<FactRow> {
	return one.row.known_at === one.knownAt ? one : { ...one, row: { ...one.row, known_at: one.knownAt } };
}

function keyOf({ subject, property, qualifier, agent }: Statement): string {
	return JSON.stringify([subject, property, qualifier, agent]);
}

function isAbout({ subject, property, value_text }: Statement, wanted: string): boolean {
	return subject === wanted || (property === 'identity' && value_text === wanted);
}
