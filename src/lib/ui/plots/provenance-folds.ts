import { placesAround } from '#lib/ui/plots/provenance-graph.ts';
import type { Provenance, Relation, Thing, ThingType } from '#lib/versioning/provenance/model.ts';

/** Things of one kind that a graph draws as one box. */
export interface Fold {
	/** Stands for them in things and relations. */
	readonly thing: Thing;
	readonly members: readonly Thing[];
	/** How many more there are that are not told one by one. */
	readonly more: number;
}

/** More boxes in a column are not taken in at a glance. */
const mostInColumn = 10;
/** Fewer of a type are drawn one by one all the same. */
const leastFolded = 3;

const plurals: Readonly<Record<ThingType, string>> = {
	object: 'objects',
	alert: 'alerts',
	event: 'events',
	notice: 'notices',
	packet: 'packets',
	batch: 'batches',
	statement: 'statements',
	software: 'versions of software',
	run: 'runs',
	decision: 'decisions',
	deciding: 'acts of deciding',
	backtest: 'back-tests',
	document: 'documents',
	campaign: 'campaigns',
	plan: 'plans',
	block: 'blocks',
	acting: 'acts',
	pointing: 'pointings',
	facility: 'facilities',
	agent: 'agents',
	others: 'lists of others'
};

/**
 * Provenance for a drawing: in a column of many boxes the commonest kinds of things become one box each, with the relations
 * that any of them has. What it is about stays by itself. The provenance told to programs is the one that is given.
 */
export function foldProvenance(
	{ things, relations }: Provenance,
	about: string
): Provenance & { readonly folds: readonly Fold[] } {
	const place = placesAround(relations, about);
	const columns = Map.groupBy(things, ({ id }) => place.get(id) ?? 0);
	const folds: Fold[] = [];
	/** The thing that stands for another. */
	const standsFor = new Map<string, Thing>();
	/** What stood for more of them, and is counted in a fold now. */
	const counted = new Set<string>();
	for (const [column, among] of columns) {
		let boxes = among.length;
		const byType = [...Map.groupBy(among, ({ id, type }) => (id === about ? 'about' : type))]
			.filter(([type, own]) => type !== 'about' && type !== 'others' && own.length >= leastFolded)
			.sort(([, one], [, other]) => other.length - one.length);
		for (const [type, members] of byType) {
			if (boxes <= mostInColumn) break;
			boxes -= members.length - 1;
			const rest = restOf(things, type as ThingType, column, place).filter(({ id }) => !counted.has(id));
			const more = rest.reduce((sum, { detail }) => sum + Number(detail!.count), 0);
			const fold = { thing: standIn(type as ThingType, column, members, more), members, more };
			folds.push(fold);
			for (const { id } of members) standsFor.set(id, fold.thing);
			for (const { id } of rest) counted.add(id);
		}
	}
	const shown = new Map(
		things
			.filter(({ id }) => !counted.has(id))
			.map((one) => standsFor.get(one.id) ?? one)
			.map((one) => [one.id, one])
	);
	const joined = new Map<string, Relation>();
	for (const relation of relations) {
		if (counted.has(relation.from) || counted.has(relation.to)) continue;
		const [from, to] = [relation.from, relation.to].map((id) => standsFor.get(id)?.id ?? id) as [
			string,
			string
		];
		const key = JSON.stringify([relation.type, from, to]);
		if (from !== to && !joined.has(key)) joined.set(key, { ...relation, from, to });
	}
	return { things: [...shown.values()], relations: [...joined.values()], folds };
}

/** What stands for those of a list of this type, on this side of what it is about, that are not told one by one. */
function restOf(
	things: readonly Thing[],
	type: ThingType,
	column: number,
	place: ReadonlyMap<string, number>
): Thing[] {
	return things.filter(
		(one) =>
			one.type === 'others' &&
			one.detail?.of === plurals[type] &&
			Math.sign(place.get(one.id) ?? 0) === Math.sign(column)
	);
}

function standIn(type: ThingType, column: number, members: readonly Thing[], more: number): Thing {
	const [{ kind, label }] = members as readonly [Thing, ...Thing[]];
	const count = `${(members.length + more).toLocaleString('en')} ${plurals[type]}`;
	const isAlike = members.every((one) => one.label === label);
	return {
		id: `fold-${type}-${column}`,
		kind,
		type,
		label: isAlike ? `${count}: ${label}` : count,
		at: null
	};
}
