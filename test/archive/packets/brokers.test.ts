import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { sample, samples } from '../../support/samples.ts';
import { decodeAll } from './recognise/decode-all.ts';

const decodeSample = async (path: string) => decodeAll(await readFile(sample(`brokers/${path}`)));

/** A recorded exchange, as VCR writes it. */
function recording(uri: string, body: unknown, code = 200): string {
	return `interactions:
- request:
    method: GET
    uri: ${uri}
  response:
    body:
      string: '${JSON.stringify(body)}'
    headers:
      Date:
      - Fri, 03 Jul 2026 16:04:30 GMT
    status:
      code: ${code}
      message: x
version: 1
`;
}

const probabilities = [
	{
		classifier_name: 'lc_classifier',
		classifier_version: 'hierarchical_rf_1.1.0',
		class_name: 'SNIa',
		probability: 0.6,
		ranking: 1
	},
	{
		classifier_name: 'lc_classifier',
		classifier_version: 'hierarchical_rf_1.1.0',
		class_name: 'AGN',
		probability: 0.4,
		ranking: 2
	}
];

describe('recorded replies of brokers', () => {
	it('tells ALeRCE probabilities of the object in the address, by classifier and version, as of the reply', async () => {
		const uri = 'https://api.alerce.online/ztf/v1/objects/ZTF18abcgqmz/probabilities';
		const { format, packets } = await decodeAll(recording(uri, probabilities));
		const voice = {
			subject: 'objects/ztf/ZTF18abcgqmz',
			agent: 'alerce/lc_classifier',
			software: 'hierarchical_rf_1.1.0'
		};
		expect(format).toBe('broker-recording');
		expect(packets).toMatchObject([
			{
				source: 'alerce',
				format: 'alerce-json',
				statements: [
					{ ...voice, property: 'class', valueText: 'SNIa' },
					{ ...voice, property: 'probability', qualifier: 'SNIa', valueNumber: 0.6, unit: '' },
					{ ...voice, property: 'probability', qualifier: 'AGN', valueNumber: 0.4 }
				]
			}
		]);
		expect(formatInstant(packets[0]!.statedAt as Instant)).toBe('2026-07-03T16:04:30Z');
	});

	it('refuses a list of probabilities that does not say of which object', async () => {
		const { packets, refused } = await decodeAll(JSON.stringify(probabilities));
		expect(packets).toEqual([]);
		expect(refused).toMatchObject([{ code: 'brokers/nothing-said' }]);
	});

	it('refuses a reply that was an error, and one of nobody known', async () => {
		expect((await decodeAll(recording('https://x.org', {}, 503))).refused).toMatchObject([
			{ code: 'brokers/bad-reply', data: { status: 503 } }
		]);
		expect((await decodeAll(recording('https://x.org', { a: 1 }))).refused).toMatchObject([
			{ code: 'brokers/unknown-reply', data: { uri: 'https://x.org' } }
		]);
	});
});

describe.skipIf(!samples)('real replies of brokers', () => {
	it('ANTARES: a locus is told of the object of the survey, with its tags; its light curve is left', async () => {
		const { packets, refused } = await decodeSample('skyportal_broker_cassettes/antares_get_alert.yaml');
		expect(
			packets[0]!.statements.map(({ subject, property, valueText }) => [subject, property, valueText])
		).toEqual([
			['objects/ztf/ZTF26abeuijw', 'identity', 'objects/antares/ANT2026b78o35eau2gs'],
			['objects/ztf/ZTF26abeuijw', 'tag', 'lc_feature_extractor'],
			['objects/ztf/ZTF26abeuijw', 'tag', 'refitt_newsources_snrcut']
		]);
		expect(refused).toMatchObject([{ code: 'brokers/nothing-said' }]);
		const lsst = await decodeSample('skyportal_broker_cassettes/antares_lsst_locus.json');
		expect(lsst.packets[0]!.statements).toMatchObject([{ subject: 'objects/lsst/170595943059554358' }]);
	});

	it('Fink: every row is an alert of ZTF, and what Fink says is that of the newest', async () => {
		const { packets } = await decodeSample('skyportal_broker_cassettes/fink_get_alert.yaml');
		const alerts = packets.flatMap((packet) => packet.alerts);
		expect(alerts[0]).toMatchObject({
			survey: 'ztf',
			alertId: 3072410265715010069n,
			objectId: 'ZTF19aaosfcb'
		});
		expect(packets.filter(({ statements }) => statements.length > 0)).toHaveLength(1);
		const newest = Math.max(...alerts.map(({ observedAt }) => observedAt));
		const speaking = packets.find(({ statements }) => statements.length > 0)!;
		expect(speaking.alerts[0]!.observedAt).toBe(newest);
		expect(speaking.statements[0]).toMatchObject({
			agent: 'fink',
			software: 'fink-broker 4.0, fink-science 8.4.0'
		});
	});

	it('Lasair: Sherlock with its version, and the match with TNS', async () => {
		const { packets } = await decodeSample('lasair4/ZTF23aabplmy.json');
		expect(packets[0]!.statements).toMatchObject([
			{ agent: 'lasair/sherlock', software: 'v2.2.0', property: 'class', valueText: 'SN' },
			{ property: 'crossmatch', qualifier: 'SDSS', valueText: '1237667448875384983' },
			{ property: 'redshift', qualifier: 'host', valueNumber: 0.03 },
			{ agent: 'lasair', property: 'identity', valueText: 'objects/tns/2023bip' }
		]);
	});

	it('Lasair: every annotation by its annotator', async () => {
		const { packets, refused } = await decodeSample('lasair4/sample_annotations.json');
		expect([packets.length, refused.length]).toEqual([91, 0]);
		expect(packets[1]!.statements).toMatchObject([
			{
				subject: 'objects/ztf/ZTF19abvhdty',
				agent: 'lasair/anno_test',
				software: '0.3',
				valueText: 'long',
				detail: { explanation: 'lots of detections', classdict: { ncand: 111 } }
			}
		]);
	});

	it('AMPEL: probabilities and the redshift of the host, of a Rubin object with every digit', async () => {
		const { packets } = await decodeSample('skyportal_broker_cassettes/ampel_report.avro');
		const [{ statements }] = packets as [(typeof packets)[0]];
		expect(statements[0]!.subject).toBe('objects/lsst/170472689154654242');
		const sum = statements
			.filter(({ property }) => property === 'probability')
			.reduce((total, { valueNumber }) => total + valueNumber!, 0);
		expect(sum).toBeCloseTo(1, 6);
		expect(statements).toContainEqual(
			expect.objectContaining({
				agent: 'ampel/AmpelDigestRedshifts',
				property: 'redshift',
				valueNumber: 0.452087
			})
		);
	});

	it('Babamul: the ZTF alert, and the same object of Rubin', async () => {
		const { packets } = await decodeSample('skyportal_broker_cassettes/babamul_alert.avro');
		expect(packets).toMatchObject([
			{
				source: 'boom',
				alerts: [{ survey: 'ztf', alertId: 3458293962815015016n, objectId: 'ZTF26aauybpk', band: 'i' }],
				photometry: [{ origin: 'own' }]
			}
		]);
		expect(packets[0]!.statements).toContainEqual(
			expect.objectContaining({ property: 'identity', valueText: 'objects/lsst/170455132746547257' })
		);
	});

	it.each([
		['skyportal_broker_cassettes/lasair_cone.yaml', 1],
		['skyportal_broker_cassettes/pittgoogle_rows.json', 1],
		['skyportal_broker_cassettes/boom_query.yaml', 2]
	])('%s says nothing of its own, and is refused with the reason', async (path, count) => {
		const { packets, refused } = await decodeSample(path);
		expect(packets).toEqual([]);
		expect(refused.map(({ code }) => code)).toEqual(Array(count).fill('brokers/nothing-said'));
	});
});
