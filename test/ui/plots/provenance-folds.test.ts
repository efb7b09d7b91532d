import { expect, test } from 'vitest';
import { foldProvenance } from '#lib/ui/plots/provenance-folds.ts';
import { layoutProvenance } from '#lib/ui/plots/provenance-graph.ts';
import { others, type Relation, type Thing, type ThingType } from '#lib/versioning/provenance/model.ts';

const thing = (id: string, type: ThingType, label = id): Thing => ({
	id,
	kind: 'entity',
	type,
	label,
	at: null
});

/** A plan, so many blocks that were proposed because of it, and how many more there are. */
function planOf(count: number, more: number) {
	const numbers = Array.from({ length: count }, (_, i) => i);
	const rest = more > 0 ? [others('plans/p', more, 'blocks')] : [];
	const things = [
		thing('plans/p', 'plan'),
		thing('campaigns/c', 'campaign'),
		...numbers.flatMap((i) => [
			thing(`schedule/${i}`, 'block'),
			thing(`schedule/${i}#1`, 'acting', 'proposed')
		]),
		...rest
	];
	const relations: Relation[] = [
		{ type: 'used', from: 'plans/p', to: 'campaigns/c' },
		...numbers.flatMap((i): Relation[] => [
			{ type: 'wasInformedBy', from: `schedule/${i}#1`, to: 'plans/p' },
			{ type: 'wasGeneratedBy', from: `schedule/${i}`, to: `schedule/${i}#1` }
		]),
		...rest.map((one): Relation => ({ type: 'wasInfluencedBy', from: one.id, to: 'plans/p' }))
	];
	return { things, relations };
}

test('many blocks of a plan are one box that counts those too that are not told one by one', () => {
	const given = planOf(25, 34);
	const { things, relations, folds } = foldProvenance(given, 'plans/p');
	expect(things.map(({ label }) => label)).toEqual([
		'plans/p',
		'campaigns/c',
		'59 blocks',
		'25 acts: proposed'
	]);
	expect(relations.map(({ from, type, to }) => `${from} ${type} ${to}`)).toEqual([
		'plans/p used campaigns/c',
		'fold-acting-1 wasInformedBy plans/p',
		'fold-block-2 wasGeneratedBy fold-acting-1'
	]);
	expect(folds.find(({ thing }) => thing.type === 'block')).toMatchObject({
		members: given.things.filter(({ type }) => type === 'block'),
		more: 34
	});
	const { nodes, height } = layoutProvenance({ things, relations }, 'plans/p');
	expect(nodes).toHaveLength(4);
	expect(height).toBeLessThan(100);
});

test('what is taken in at a glance stays as it is', () => {
	const given = planOf(8, 0);
	expect(foldProvenance(given, 'plans/p')).toEqual({ ...given, folds: [] });
});

test('what the graph is about is never in a pile of others like it', () => {
	const many = Array.from({ length: 20 }, (_, i) => thing(`runs/${i}`, 'run'));
	const relations = many
		.slice(1)
		.map((one): Relation => ({ type: 'wasInformedBy', from: one.id, to: 'runs/0' }));
	const { things } = foldProvenance({ things: many, relations }, 'runs/0');
	expect(things.map(({ label }) => label)).toEqual(['runs/0', '19 runs']);
});
