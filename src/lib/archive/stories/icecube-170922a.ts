import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Caption, Story } from './story.ts';

const from = (at: string, text: string): Caption => ({ from: parseInstant(at), text });

/** A neutrino, the blazar it came from, and a flare that had happened three years before it was found. */
export const iceCube170922A: Story = {
	slug: 'icecube-170922a',
	title: 'A neutrino and a blazar',
	sentence:
		'A neutrino of September 2017 points at a flaring blazar, and old data then show neutrinos from there that nobody had noticed in 2014.',
	beginsAt: parseInstant('2017-09-22T20:54:00Z'),
	originAt: parseInstant('2017-09-22T20:54:30.43Z'),
	subjects: [
		'events/IC130033_50579430',
		'events/IceCube-170922A',
		'objects/fermi-lat/TXS0506+056',
		'objects/magic/TXS0506+056',
		'events/TXS0506+056-2014'
	],
	audiences: [
		{
			seenBy: null,
			name: 'everyone',
			captions: [
				from('2017-09-22T20:54:00Z', 'IceCube watches, as always.'),
				from(
					'2017-09-22T20:55:13Z',
					'A machine at the South Pole tells everyone of one neutrino, within a minute.'
				),
				from(
					'2017-09-23T01:09:26Z',
					'People have looked at it: the direction is refined, and the event has its name.'
				),
				from(
					'2017-09-28T10:10:00Z',
					'For six days nothing stood out. Now a blazar 6 arcminutes away is found to be flaring.'
				),
				from('2017-10-04T17:17:00Z', 'It shines at the highest energies too.'),
				from(
					'2018-07-13T00:00:00Z',
					'Looking back through nine and a half years of data: neutrinos had come from there in 2014 and 2015. The sky had shown it; nobody knew.'
				)
			]
		}
	]
};
