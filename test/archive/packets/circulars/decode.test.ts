import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { isCircular } from '#lib/archive/packets/circulars/circular.ts';
import { decodeCirculars } from '#lib/archive/packets/circulars/decode.ts';
import { parseJson } from '#lib/archive/packets/json.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { sample, samples } from '../../../support/samples.ts';
import { packetContext } from '../gcn/context.ts';

function decode(json: unknown): { facts: PacketFacts[]; refused: LookbackError[] } {
	const all = [...decodeCirculars(json, packetContext('circulars.json'))];
	return {
		facts: all.filter((each): each is PacketFacts => !(each instanceof LookbackError)),
		refused: all.filter((each) => each instanceof LookbackError)
	};
}

const circular = {
	circularId: 34401,
	subject: ' GRB 230812B: Fermi GBM detection of an extremely bright GRB',
	body: 'We report.',
	submitter: 'Someone at Somewhere <someone@example.org>',
	email: 'someone@example.org',
	createdOn: Date.parse('2023-08-13T01:42:39.123Z'),
	eventType: ['GRB']
};

describe('decodeCirculars', () => {
	it('gives a circular as a notice about the event of its title', () => {
		const [facts] = decode(circular).facts;
		expect(facts).toMatchObject({
			source: 'gcn',
			format: 'gcn-circular',
			statedAt: parseInstant('2023-08-13T01:42:39.123Z')
		});
		expect(facts!.notices[0]).toMatchObject({
			noticeId: 'gcn/circulars/34401',
			event: 'GRB230812B',
			eventKind: 'grb',
			kind: 'circular',
			title: 'GRB 230812B: Fermi GBM detection of an extremely bright GRB',
			body: 'We report.'
		});
		expect(facts!.notices[0]!.detail).toEqual({
			circularId: 34401,
			submitter: circular.submitter,
			createdOn: circular.createdOn,
			eventType: ['GRB']
		});
	});

	it('takes the event that GCN filed it under before the one in the title', () => {
		expect(decode({ ...circular, eventId: 'LIGO/Virgo/KAGRA S230729z' }).facts[0]!.notices[0]).toMatchObject({
			event: 'S230729z',
			eventKind: 'gw'
		});
	});

	it('gives an edited version as the same notice, known when it was edited', () => {
		const edited = {
			...circular,
			version: 2,
			editedOn: Date.parse('2023-09-01T00:00:00Z'),
			body: 'We correct.'
		};
		const { facts } = decode([edited, circular]);
		expect(facts.map(({ statedAt, notices }) => [statedAt, notices[0]!.noticeId, notices[0]!.body])).toEqual([
			[parseInstant('2023-08-13T01:42:39.123Z'), 'gcn/circulars/34401', 'We report.'],
			[parseInstant('2023-09-01T00:00:00Z'), 'gcn/circulars/34401', 'We correct.']
		]);
	});

	it('refuses what is no circular and what has no date, and goes on', () => {
		const undated = { ...circular, createdOn: undefined };
		const { facts, refused } = decode([{ foo: 1 }, undated, circular]);
		expect(facts).toHaveLength(1);
		expect(refused.map(({ code }) => code).sort()).toEqual(['circulars/no-date', 'circulars/not-circular']);
		expect(isCircular({ foo: 1 })).toBe(false);
	});

	it('refuses a date in seconds, which would have been known in 1970', () => {
		const { facts, refused } = decode({ ...circular, createdOn: 1691890959 });
		expect(facts).toEqual([]);
		expect(refused.map(({ code }) => code)).toEqual(['circulars/no-date']);
	});

	it('states that synonyms are one event', () => {
		const synonyms = ['GRB 230911C', 'GRB 230911.09', 'GRB 230912A'].map((eventId, index) => ({
			synonymId: index < 2 ? 'a' : 'b',
			eventId
		}));
		const { facts } = decode({ circulars: [], synonyms });
		expect(facts.flatMap(({ statements }) => statements)).toMatchObject([
			{
				subject: 'events/GRB230911C',
				property: 'identity',
				agent: 'gcn',
				qualifier: 'GRB230911.09',
				valueText: 'events/GRB230911.09'
			}
		]);
		expect(facts[0]!.statedAt).toBeNull();
	});

	it('says which tables of a dump it leaves out', () => {
		const { refused } = decode({ circulars: [circular], users: [{ sub: 'x' }], teams: [] });
		expect(refused.map(({ message }) => message)).toEqual([expect.stringContaining('users')]);
	});
});

describe.skipIf(!samples)('the dump of 508 circulars', () => {
	it('has 510 versions, those of 34776 in their order, and nearly all of them about an event', () => {
		const { facts } = decode(parseJson(readFileSync(sample('gcn/circulars/seed.json'))));
		const notices = facts.flatMap((each) =>
			each.notices.map((notice) => ({ ...notice, statedAt: each.statedAt }))
		);
		expect(notices).toHaveLength(510);
		const versions = notices.filter(({ noticeId }) => noticeId === 'gcn/circulars/34776');
		expect(versions.map(({ detail }) => detail['version'])).toEqual([1, 2, 3]);
		expect(versions.map(({ statedAt }) => statedAt)).toEqual(
			[1694188746530, 1695013071121, 1695837395712].map((ms) => ms * 1000)
		);
		expect(notices.filter(({ event }) => event === null).length).toBeLessThan(15);
	});
});
