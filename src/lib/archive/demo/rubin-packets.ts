import type avro from 'avsc';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { jdUtcOf, mjdTaiOf, instantFromJdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import { avroFileWriter } from './avro-file.ts';
import { firstNightJd } from './exposures.ts';
import { normal, uniform } from './random.ts';

const source = {
	type: 'record',
	name: 'diaSource',
	fields: [
		{ name: 'diaSourceId', type: 'long' },
		{ name: 'diaObjectId', type: ['null', 'long'] },
		{ name: 'midpointMjdTai', type: 'double' },
		{ name: 'ra', type: 'double' },
		{ name: 'dec', type: 'double' },
		{ name: 'psfFlux', type: ['null', 'float'] },
		{ name: 'psfFluxErr', type: ['null', 'float'] },
		{ name: 'reliability', type: ['null', 'float'] },
		{ name: 'isNegative', type: ['null', 'boolean'] },
		{ name: 'band', type: ['null', 'string'] },
		{ name: 'timeProcessedMjdTai', type: 'double' },
		{ name: 'timeWithdrawnMjdTai', type: ['null', 'double'] }
	]
};

/** In the shape of Rubin's alert schema 9.0 (github.com/lsst/alert_packet), of which it is a small part. */
const schema = {
	type: 'record',
	name: 'alert',
	namespace: 'lsst.v9_0',
	fields: [
		{ name: 'diaSourceId', type: 'long' },
		{ name: 'diaSource', type: source },
		{ name: 'prvDiaSources', type: ['null', { type: 'array', items: 'lsst.v9_0.diaSource' }] }
	]
} as unknown as avro.Schema;

const objects = 12;
const visits = 6;
const visitEveryDays = 3;
const processingMicroseconds = 90_000_000;

/**
 * Alerts in the shape of Rubin's, which tell when each row was made and when one was withdrawn: a dozen objects, six
 * visits each; at the fourth visit every third object has its second detection withdrawn.
 */
export function* generateRubinPackets(seed: number): Generator<PacketArrival> {
	const write = avroFileWriter(schema);
	for (let object = 0; object < objects; object++) {
		const sources = Array.from({ length: visits }, (_, visit) => sourceOf(seed, object, visit));
		for (let visit = 0; visit < visits; visit++) {
			const isWithdrawn = (earlier: number) => object % 3 === 0 && visit >= 3 && earlier === 1;
			const withdrawnAt = sources[3]!.timeProcessedMjdTai;
			const before = sources
				.slice(0, visit)
				.map((row, earlier) => ({ ...row, timeWithdrawnMjdTai: isWithdrawn(earlier) ? withdrawnAt : null }));
			const { diaSourceId } = sources[visit]!;
			const bytes = write({ diaSourceId, diaSource: sources[visit], prvDiaSources: before });
			yield { name: `invented-sky/rubin/${diaSourceId}.avro`, bytes, original: bytes };
		}
	}
}

function sourceOf(seed: number, object: number, visit: number) {
	const observedAt = instantFromJdUtc(firstNightJd + 5 + visit * visitEveryDays + object / 1000);
	const fluxNjy = 4000 * (1 + uniform(seed, 50, object)) * (1 + visit / 2);
	return {
		diaSourceId:
			BigInt(Math.floor(jdUtcOf(observedAt))) * 10_000_000n + BigInt(999_000 + object * 10 + visit),
		diaObjectId: 9_990_000_000_000_001n + BigInt(object),
		midpointMjdTai: mjdTaiOf(observedAt),
		ra: 320 + 20 * uniform(seed, 51, object) + normal(seed, 52, object, visit) * 2e-5,
		dec: -6 + 12 * uniform(seed, 53, object) + normal(seed, 54, object, visit) * 2e-5,
		psfFlux: fluxNjy + 300 * normal(seed, 55, object, visit),
		psfFluxErr: 300,
		reliability: 0.9,
		isNegative: false,
		band: 'gri'[visit % 3]!,
		timeProcessedMjdTai: mjdTaiOf((observedAt + processingMicroseconds) as Instant),
		timeWithdrawnMjdTai: null
	};
}
