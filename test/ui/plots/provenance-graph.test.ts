import { expect, it } from 'vitest';
import { layoutProvenance } from '#lib/ui/plots/provenance-graph.ts';

it.each([
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
	const thing = { id: 'runs/r1', kind: 'activity', type: 'run', label, at: null } as const;
	const { nodes } = layoutProvenance({ things: [thing], relations: [] }, 'runs/r1');
	expect(nodes[0]!.lines).toEqual(lines);
});
