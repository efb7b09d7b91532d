import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Caption, Story } from './story.ts';

const from = (at: string, text: string): Caption => ({ from: parseInstant(at), text });

/** A superevent that stood for fourteen minutes. */
export const s190405ar: Story = {
	slug: 's190405ar',
	title: 'Fourteen minutes of S190405ar',
	sentence:
		'A gravitational-wave candidate is announced, and taken back. Whoever decided in between decided on this.',
	beginsAt: parseInstant('2019-04-12T15:00:00Z'),
	originAt: parseInstant('2019-04-05T16:01:30.863646Z'),
	subjects: ['events/S190405ar'],
	audiences: [
		{
			seenBy: null,
			name: 'everyone',
			captions: [
				from('2019-04-12T15:00:00Z', 'A week after the data were taken nothing is public of them.'),
				from('2019-04-12T15:07:23Z', 'The candidate stands: at 15:10 a telescope would have had to decide.'),
				from(
					'2019-04-12T15:21:47Z',
					'It is retracted. What was known at 15:10 stays what was known at 15:10.'
				)
			]
		}
	]
};
