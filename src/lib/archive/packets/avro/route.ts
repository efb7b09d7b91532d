import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { PacketContext } from '../decoder.ts';
import { lvkFacts } from '../lvk/facts.ts';
import { isLsstAlert, lsstFacts } from '../lsst/facts.ts';
import { isZtfAlert, ztfFacts } from '../ztf/facts.ts';
import type { AvroRecord } from './fields.ts';
import type { AvroSchema } from './schema.ts';

/**
 * Facts of a decoded record, by its shape (brokers rename the root record, but keep its columns), and the reasons for
 * what in it is refused.
 * @throws LookbackError `avro/unknown-record` for a record that is no known alert, or the error of its decoder.
 */
export function* factsOf(
	record: AvroRecord,
	schema: AvroSchema,
	context: PacketContext
): Generator<PacketFacts | LookbackError> {
	for (const read of factsByShape(record, schema, context))
		if (read instanceof LookbackError || read.schemaVersion !== null) yield read;
		else yield { ...read, schemaVersion: schema.version };
}

function factsByShape(
	record: AvroRecord,
	schema: AvroSchema,
	context: PacketContext
): Iterable<PacketFacts | LookbackError> {
	if (isZtfAlert(record)) return [ztfFacts(record, context)];
	if (isLsstAlert(record)) return [lsstFacts(record, context)];
	if ('superevent_id' in record) return lvkFacts(record, context);
	throw new LookbackError(
		'unsupported',
		'avro/unknown-record',
		`${context.name} holds a record of type ${schema.name}, and alerts of ZTF, Rubin and LIGO/Virgo/KAGRA can be read.`,
		{ name: context.name, record: schema.name }
	);
}
