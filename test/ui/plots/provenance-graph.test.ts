import { expect, test } from 'vitest';
import { layoutProvenance, nodeSize } from '#lib/ui/plots/provenance-graph.ts';
import type { Relation, Thing } from '#lib/versioning/provenance/model.ts';

const thing = (id: string, label = id): Thing => ({
	id,
	kind: 'entity',
	type: 'object',
	label,
	at: null,
	detail: {}
});

test.each([
	['run of neutrino-blazar', ['run of neutrino-blazar']],
	['deciding: trigger a spectrum of it', ['deciding: trigger a', 'spectrum of it']],
	['light-curve-fit@0123456789ab', ['light-curve-fit@', '0123456789ab']],
	[
		'possible_counterpart of the gravitational-wave event GW170817 and others',
		['possible_counterpart of', 'the gravitational-wave…']
	],
	['exactly twenty-five lette rs', ['exactly twenty-five lette', 'rs']],
	['0123456789012345678901234567', ['0123456789012345678901234', '567']]
])('the label %j stands in lines of whole words', (label, lines) => {
	const { nodes } = layoutProvenance({ things: [thing('one', label)], relations: [] }, 'one');
	expect(nodes[0]!.lines).toEqual(lines);
});

test('things of the same label are told apart by where they are of', () => {
	const things = [
		thing('objects/decam/NGC4993-OT', 'NGC4993-OT'),
		thing('objects/vla/NGC4993-OT', 'NGC4993-OT'),
		thing('objects/swope/SSS17a', 'SSS17a'),
		thing('statements/5/1', 'class SN'),
		thing('statements/5/2', 'class SN')
	];
	const { nodes } = layoutProvenance({ things, relations: [] }, 'objects/swope/SSS17a');
	expect(nodes.map(({ lines }) => lines.join(' '))).toEqual([
		'decam/NGC4993-OT',
		'vla/NGC4993-OT',
		'SSS17a',
		'class SN',
		'class SN'
	]);
});

test('what came of something in its own column is bound to it within the drawing', () => {
	const relations: Relation[] = [
		{ from: 'later', type: 'wasDerivedFrom', to: 'about' },
		{ from: 'last', type: 'wasDerivedFrom', to: 'about' },
		{ from: 'last', type: 'wasDerivedFrom', to: 'later' }
	];
	const { edges, width } = layoutProvenance(
		{ things: ['about', 'later', 'last'].map((id) => thing(id)), relations },
		'about'
	);
	const numbers = edges.map(({ path }) => path.match(/[\d.]+(?=,)/g)!.map(Number));
	// a curve reaches three quarters of the way to its control points
	const reach = Math.max(...numbers.map(([from, control]) => from! + 0.75 * (control! - from!)));
	expect(reach).toBeGreaterThan(nodeSize.width);
	expect(reach).toBeLessThanOrEqual(width);
});
