import { expect, it } from 'vitest';
import { decodePlan } from '#lib/planner/plans/packet.ts';
import { leftOutByReason } from '#lib/ui/planner/left-out-groups.ts';

const out = (
	label: string,
	reason: string,
	change: string | null = null,
	change_cost: number | null = null
) => ({
	...{ visit: label, campaign: 'c', label, ra_deg: 10, dec_deg: 20, why: 'lost', reason, change, change_cost }
});

it('a thousand visits that are left out for one reason are one entry, with the cheapest change of them all', () => {
	const lost = Array.from({ length: 1000 }, (_, i) =>
		out(`field ${i}`, 'Others are worth more.', `In place of ${i}.`, 1 + Math.abs(i - 700))
	);
	const never = [
		out('South Pole', 'It can be observed nowhere.'),
		out('South Pole', 'It can be observed nowhere.')
	];
	const { groups, rows } = leftOutByReason([...never, ...lost]);
	expect(groups).toEqual([
		{
			reason: 'Others are worth more.',
			count: 1000,
			first: [0, 1, 2, 3, 4].map((i) => ({ label: `field ${i}`, visits: 1 })),
			others: 995,
			cheapest: { label: 'field 700', change: 'In place of 700.' },
			from: 1
		},
		{
			reason: 'It can be observed nowhere.',
			count: 2,
			first: [{ label: 'South Pole', visits: 2 }],
			others: 0,
			cheapest: null,
			from: 1001
		}
	]);
	expect(rows[1000]).toBe(never[0]);
});

it('of a plan that does not tell what changes cost, the first change stands for them', () => {
	const told = { ...out('M 13', 'Lost.', 'In place of M 31.'), change_cost: undefined };
	const { left_out } = decodePlan(Buffer.from(JSON.stringify({ basis_batch: '1', left_out: [told] })));
	expect(left_out[0]!.change_cost).toBeNull();
	expect(leftOutByReason(left_out).groups[0]!.cheapest).toEqual({
		label: 'M 13',
		change: 'In place of M 31.'
	});
});
