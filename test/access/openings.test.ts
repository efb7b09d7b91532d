import { describe, expect, test } from 'vitest';
import { openSince, type DatedPolicy } from '#lib/access/openings.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

const day = (text: string) => parseInstant(text);
const until = day('2020-01-01');

function decided(
	known_at: string,
	policy: DatedPolicy['policy'],
	public_from: string | null = null
): DatedPolicy {
	return {
		name: 'lvc.notices',
		owner: 'lvc',
		policy,
		public_from: public_from === null ? null : day(public_from),
		public_after_months: null,
		known_at: day(known_at)
	};
}
const publicSince = (...policies: DatedPolicy[]) => openSince(policies, new Set(), until).get('lvc.notices');

describe('a collection has been open to the public', () => {
	test('since the decision that opened it', () =>
		expect(publicSince(decided('2017-01-01', 'group'), decided('2017-10-16', 'public'))).toBe(
			day('2017-10-16')
		));

	test('since the moment that an embargo named', () =>
		expect(publicSince(decided('2017-01-01', 'public-from', '2017-10-16'))).toBe(day('2017-10-16')));

	test('since an embargo ended that came before it was lifted', () =>
		expect(
			publicSince(decided('2017-01-01', 'public-from', '2017-10-16'), decided('2018-01-01', 'public'))
		).toBe(day('2017-10-16')));

	test('since it was opened again, where it was closed in between', () =>
		expect(
			publicSince(
				decided('2017-01-01', 'public'),
				decided('2018-01-01', 'group'),
				decided('2019-01-01', 'public')
			)
		).toBe(day('2019-01-01')));

	test.each([
		['always', [decided('2017-01-01', 'public')]],
		['never', [decided('2017-01-01', 'group')]],
		['not yet', [decided('2017-01-01', 'public-from', '2021-01-01')]],
		['no longer', [decided('2017-01-01', 'public'), decided('2018-01-01', 'group')]]
	])('%s: no moment opened it', (_when, policies) => expect(publicSince(...policies)).toBeUndefined());
});

test('a collection is always open to the group that owns it', () =>
	expect(
		openSince([decided('2017-01-01', 'group'), decided('2017-10-16', 'public')], new Set(['lvc']), until).size
	).toBe(0));
