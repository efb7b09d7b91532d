import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import ToldMoments from '#lib/ui/values/ToldMoments.svelte';

test('moments in a sentence are told as everywhere, and the rest as it is', () => {
	const text =
		'The map of GW170817 of 2017-10-16T14:00:00Z took the place of one of 2017-08-17T13:08:16.5Z; not <b>2017</b>.';
	const { body } = render(ToldMoments, { props: { text, now: parseInstant('2017-10-17T14:00:00Z') } });
	const words = body
		.replace(/<!--.*?-->/g, '')
		.replace(/<[^>]*>/g, '')
		.replace(/\s+/g, ' ');
	expect(words).toMatch(
		/^The map of GW170817 of 2017-10-16 14:00:00 UTC MJD 58042.58333 · 24 h ago took the place/
	);
	expect(words).toContain('one of 2017-08-17 13:08:16 UTC');
	expect(words).toContain('not &lt;b>2017&lt;/b>.');
});
