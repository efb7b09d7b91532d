import { assertMay } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { newestBatch, recordFacts, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { facilityCollection, ownFacilityCollection } from '../audience.ts';
import type { Facility } from './facility.ts';
import { withoutPrivateReasons } from './privacy.ts';
import { listFacilities, type KnownFacility } from './read.server.ts';

export interface FacilityWish {
	readonly facility: Facility;
	/** Group that answers for it; undefined leaves that as it is, null gives it to the archive's administrators. */
	readonly operators?: string | null | undefined;
	/** Version that the change was made from, null for a facility that is to be new; undefined asks nothing of it. */
	readonly follows?: bigint | null | undefined;
}

/**
 * Records facilities as they are told, in one batch; what is on record in the same words is left out. The answer is how many
 * were new. Operators of a facility change it, administrators of the archive add facilities and say who answers for them.
 * @throws LookbackError `access/...`, `planner/private-without-operators`, `planner/facility-changed`.
 */
export async function recordFacilities(
	archive: { readonly database: Database; readonly store: RawStore },
	wishes: readonly FacilityWish[],
	{ viewer, actor, now }: { readonly viewer: Viewer; readonly actor: string; readonly now: Instant }
): Promise<number> {
	const { database } = archive;
	const { batch } = await newestBatch(database);
	const present: Question = { database, basis: { knownAt: now, batch, pinned: false, isNow: true }, viewer };
	const known = new Map((await listFacilities(present)).map((one) => [one.facility.facility, one]));
	const rows = wishes.flatMap(({ facility, operators, follows }) => {
		const before = known.get(facility.facility);
		const mayAppoint = before === undefined || (operators !== undefined && operators !== before.operators);
		if (mayAppoint) assertMay(viewer, 'administrator', archiveGroup);
		else assertMay(viewer, 'operator', before.operators ?? archiveGroup);
		if (follows !== undefined && follows !== (before?.version ?? null))
			throw changedSince(facility.facility, before);
		const answersFor = operators === undefined ? (before?.operators ?? null) : operators;
		if (before && before.operators === answersFor && isSame(before.facility, facility)) return [];
		return factsOf(facility, answersFor, actor, now).map((row) => ({ relation: 'facility' as const, row }));
	});
	const names = new Set(rows.map(({ row }) => row.facility));
	if (names.size === 0) return 0;
	const note =
		names.size === 1
			? `facility ${[...names][0]}`
			: `${names.size} facilities, from ${[...names].sort()[0]} on`;
	await recordFacts(
		archive,
		{ actor, kind: 'facility', note },
		null,
		() => rows,
		now,
		(tx) => assertUnchanged(tx, [...names], batch)
	);
	return names.size;
}

/** Under the ledger's lock: whether nobody has told of them since they were looked at. */
async function assertUnchanged(tx: Transaction, names: readonly string[], batch: bigint): Promise<void> {
	const [changed] = await tx<{ facility: string; actor: string }[]>`
		select facility, actor from facility where facility = any(${names}::text[]) and batch > ${batch} limit 1`;
	if (changed)
		throw new LookbackError(
			'conflict',
			'planner/facility-changed',
			`The facility ${changed.facility} was changed by ${changed.actor} at this moment; look at it again.`,
			{ facility: changed.facility }
		);
}

function changedSince(facility: string, now: KnownFacility | undefined): LookbackError {
	return new LookbackError(
		'conflict',
		'planner/facility-changed',
		now
			? `The facility ${facility} was changed by ${now.actor} at ${formatInstant(now.known_at)}, since this change was begun; look at it again.`
			: `The facility ${facility} is not on record, and this was meant as a change of it.`,
		{ facility }
	);
}

/** A facility as everyone may know it, and where it keeps reasons to itself as its own people do. */
function factsOf(
	facility: Facility,
	operators: string | null,
	actor: string,
	now: Instant
): NewFact<'facility'>[] {
	const told = {
		facility: facility.facility,
		name: facility.name,
		operators,
		actor,
		known_at: now,
		known_from: 'received' as const,
		// with its moment: going back to earlier words is news
		version: hash63(`${facility.facility} ${now}`),
		packet: null
	};
	const hasPrivate = facility.rules.closures.some((one) => one.isPrivate && one.reason !== null);
	const open = {
		...told,
		is_redacted: hasPrivate,
		document: hasPrivate ? withoutPrivateReasons(facility) : facility,
		collection: facilityCollection
	};
	if (!hasPrivate) return [open];
	if (operators === null)
		throw new LookbackError(
			'incorrect',
			'planner/private-without-operators',
			`${facility.name} has a private reason, which its own people alone may see; it wants a group of operators.`,
			{ facility: facility.facility }
		);
	return [
		open,
		{ ...open, is_redacted: false, document: facility, collection: ownFacilityCollection(operators) }
	];
}

function isSame(a: Facility, b: Facility): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
