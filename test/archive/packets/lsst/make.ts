import type avro from 'avsc';

/** A small Rubin schema set as four documents that name each other; versions differ in their diaSource. */
export function rubinSchemas(version: string): [name: string, json: Record<string, unknown>][] {
	const namespace = `lsst.v${version}`;
	const nullable = (type: string) => ['null', type];
	const times = [
		{ name: 'timeProcessedMjdTai', type: nullable('double') },
		{ name: 'timeWithdrawnMjdTai', type: nullable('double') }
	];
	const source = [
		{ name: 'diaSourceId', type: 'long' },
		...(version === '10_0' ? [{ name: 'visit', type: 'long' }] : []),
		{ name: 'diaObjectId', type: nullable('long') },
		{ name: 'ssObjectId', type: nullable('long') },
		{ name: 'midpointMjdTai', type: 'double' },
		{ name: 'ra', type: 'double' },
		{ name: 'dec', type: 'double' },
		{ name: 'psfFlux', type: nullable('float') },
		{ name: 'psfFluxErr', type: nullable('float') },
		{ name: 'reliability', type: nullable('float') },
		{ name: 'isNegative', type: nullable('boolean') },
		{ name: 'band', type: nullable('string') },
		...times
	];
	const forced = [
		{ name: 'diaForcedSourceId', type: 'long' },
		{ name: 'diaObjectId', type: 'long' },
		{ name: 'ra', type: 'double' },
		{ name: 'dec', type: 'double' },
		{ name: 'psfFlux', type: nullable('float') },
		{ name: 'psfFluxErr', type: nullable('float') },
		{ name: 'midpointMjdTai', type: 'double' },
		{ name: 'band', type: nullable('string') },
		...times
	];
	const limit = [
		{ name: 'ccdVisitId', type: 'long' },
		{ name: 'midpointMjdTai', type: 'double' },
		{ name: 'band', type: 'string' },
		{ name: 'diaNoise', type: 'float' }
	];
	const array = (name: string) => ['null', { type: 'array', items: `${namespace}.${name}` }];
	const alert = [
		{ name: 'diaSourceId', type: 'long' },
		{ name: 'diaSource', type: `${namespace}.diaSource` },
		{ name: 'prvDiaSources', type: array('diaSource') },
		{ name: 'prvDiaForcedSources', type: array('diaForcedSource') },
		{ name: 'prvDiaNondetectionLimits', type: array('diaNondetectionLimit') },
		{ name: 'cutoutScience', type: nullable('bytes') }
	];
	const documents = { alert, diaSource: source, diaForcedSource: forced, diaNondetectionLimit: limit };
	return Object.entries(documents).map(([name, fields]) => [
		`${version}/${namespace}.${name}.avsc`,
		{ type: 'record', namespace, name, fields }
	]);
}

/** The same as one schema, for writing. */
export function alertSchema(version: string): avro.schema.AvroSchema {
	const [alert, ...parts] = rubinSchemas(version).map(([, json]) => json);
	const defined = new Set<string>();
	return JSON.parse(JSON.stringify(alert), (_key, value: unknown) => {
		const part = parts.find((json) => `${json.namespace}.${json.name}` === value);
		if (!part || defined.has(String(value))) return value;
		defined.add(String(value));
		return part;
	});
}

export const objectId = 9182404897336585270n;

export function diaSource(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		diaSourceId: 3068429242367738174n,
		visit: 7024062600142n,
		diaObjectId: objectId,
		ssObjectId: 0n,
		midpointMjdTai: 60924.25,
		ra: 280.05565557637675,
		dec: -48.32325013732734,
		psfFlux: 1515.5,
		psfFluxErr: 329.25,
		reliability: 0.75,
		isNegative: false,
		band: 'r',
		timeProcessedMjdTai: 60924.5,
		timeWithdrawnMjdTai: null,
		...changes
	};
}

export function alertRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
	const source = diaSource();
	return {
		diaSourceId: source.diaSourceId,
		diaSource: source,
		prvDiaSources: null,
		prvDiaForcedSources: null,
		prvDiaNondetectionLimits: null,
		cutoutScience: null,
		...changes
	};
}

/** A message in Confluent's framing. */
export function framed(schemaId: number, datum: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.writeUInt32BE(schemaId, 1);
	return Buffer.concat([head, datum]);
}
