import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { decodeNuztfOverview, looksLikeNuztfOverview } from '#lib/archive/packets/nuztf/decode.ts';
import { LookbackError } from '#lib/errors.ts';
import { sample, samples } from '../../../support/samples.ts';
import { packetContext } from '../gcn/context.ts';

const decode = (text: string | Uint8Array): (PacketFacts | LookbackError)[] => [
	...(decodeNuztfOverview(Buffer.from(text), packetContext('overview.csv')) as Iterable<
		PacketFacts | LookbackError
	>)
];
const header = 'Event,Class,RA,RA Unc (rectangle),Dec,Dec Unc (rectangle)';

describe('decodeNuztfOverview', () => {
	it('says which alerts were observed, and why others were not', () => {
		const [seen] = decode(
			`${header},Observed area (corrected for chip gaps)\nIC190730A,GOLD,225.79,"[1, -1]",10.47,"[1, -1]",4.52\n`
		);
		const [missed] = decode(
			`${header},Rejection reason,Code\nIC230201A,BRONZE,1,"[1, -1]",2,"[1, -1]",Proximity to sun,2\n`
		);
		expect((seen as PacketFacts).statements).toMatchObject([
			{
				subject: 'events/IceCube-190730A',
				property: 'followup',
				agent: 'nuztf',
				valueText: 'observed',
				valueNumber: 4.52,
				unit: 'deg2'
			}
		]);
		expect((missed as PacketFacts).statements).toMatchObject([
			{
				subject: 'events/IceCube-230201A',
				valueText: 'rejected: Proximity to sun',
				valueNumber: null,
				unit: null
			}
		]);
	});

	it('refuses a row that names no alert, and a table that is no CSV', () => {
		const [refused] = decode(`${header},Rejection reason\nnobody,GOLD,1,2,3,4,5\n`);
		expect(refused).toMatchObject({ code: 'nuztf/bad-row' });
		expect(() => decode(`${header}\n"`)).toThrow(expect.objectContaining({ code: 'nuztf/bad-csv' }));
	});
});

describe.skipIf(!samples)('the overview tables', () => {
	it.each([
		['FU', 34],
		['NOT_FU', 98]
	])('OVERVIEW_%s gives %i statements', (which, count) => {
		const bytes = readFileSync(sample(`neutrino/nuztf/neutrino_too_followup - OVERVIEW_${which}.csv`));
		expect(looksLikeNuztfOverview(bytes)).toBe(true);
		expect(decode(bytes).filter((each) => !(each instanceof LookbackError))).toHaveLength(count);
	});

	it('are told from forced photometry', () => {
		expect(looksLikeNuztfOverview(readFileSync(sample('neutrino/nuztf/IC190730A_forced.txt')))).toBe(false);
	});
});
