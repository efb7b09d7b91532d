import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Caption, Story } from './story.ts';

const day17 = (time: string, text: string): Caption => ({ from: parseInstant(`2017-08-17T${time}Z`), text });
const day18 = (time: string, text: string): Caption => ({ from: parseInstant(`2017-08-18T${time}Z`), text });
const october = (text: string): Caption => ({ from: parseInstant('2017-10-16T14:00:00Z'), text });

const before = day17(
	'12:41:00',
	'Nobody knows of anything yet. In four seconds the waves of two merging neutron stars will have passed.'
);
const burst = day17(
	'12:41:20',
	'A satellite has seen a weak burst of gamma rays, one of some hundreds a year, and says so to everyone.'
);
const opened = october(
	'Two months later everything is published at once, and what was told among partners is open to all.'
);

const insiders = [
	before,
	burst,
	day17(
		'13:08:16',
		'A gravitational-wave candidate at the same time, in one detector. Only partners of LIGO and Virgo are told, and there is hardly a place to point at.'
	),
	day17(
		'17:54:51',
		'Three detectors now leave about 31 square degrees in the south: telescopes in Chile wait for the night.'
	),
	day18(
		'01:05:00',
		'A new source in the galaxy NGC 4993. Within an hour or so other teams report it, each by a name of its own.'
	),
	day18('04:44:32', 'One team says it: the reports are of one source.'),
	day18(
		'05:38:00',
		'Observed early and told late: MASTER had the source on its images six hours before it reports it.'
	),
	day18(
		'18:16:30',
		'Somebody looks into an archive: images of 1984, learned about 33 years after they were taken.'
	),
	opened
];

/** The merger of two neutron stars, GW170817: what partners knew within hours, and the public two months later. */
export const august17: Story = {
	slug: '17-august-2017',
	title: '17 August 2017',
	sentence:
		'Two neutron stars merge. Let the hours run from 12:41 UTC and see who knew what: some had it all within a day, the public a burst of gamma rays.',
	beginsAt: parseInstant('2017-08-17T12:41:00Z'),
	originAt: parseInstant('2017-08-17T12:41:04.43Z'),
	subjects: [
		'events/Fermi-524666471',
		'events/GRB170817A',
		'events/G298048',
		'events/GW170817',
		'objects/swope/SSS17a',
		'objects/decam/NGC4993-OT',
		'objects/dlt40/DLT17ck',
		'objects/rem/NGC4993-OT',
		'objects/lco/NGC4993-OT',
		'objects/vista/NGC4993-OT',
		'objects/master/OTJ130948.10-232253.3',
		'objects/vla/NGC4993-OT',
		'objects/ps1/NGC4993-OT',
		'objects/literature/AT2017gfo',
		'events/GRB170817B'
	],
	audiences: [
		{ seenBy: null, name: 'everyone, today', captions: insiders },
		{
			seenBy: 'public',
			name: 'the public, then',
			captions: [
				day17('12:41:00', 'Nobody knows of anything yet.'),
				burst,
				day17('20:00:07', 'The burst has a name. That anything came before it is not public.'),
				day18(
					'04:12:29',
					'Another burst, elsewhere on the sky: it has nothing to do with the first, which nobody can tell from this.'
				),
				opened
			]
		},
		{ seenBy: 'lvc-partners', name: 'partners of LIGO and Virgo, then', captions: insiders }
	]
};
