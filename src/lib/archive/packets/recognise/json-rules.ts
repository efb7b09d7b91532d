import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { record } from '../avro/fields.ts';
import { bareReply, replyReader } from '../brokers/decode.ts';
import { annotatedStatements } from '../brokers/lasair.ts';
import { isCircular } from '../circulars/circular.ts';
import { decodeCirculars, isCircularDump } from '../circulars/decode.ts';
import type { PacketContext } from '../decoder.ts';
import { decodeGcnJson, isGcnNotice, isJsonSchema } from '../gcn/decode.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { decodeLvkJson } from '../lvk/decode.ts';
import { isLvkAlert } from '../lvk/facts.ts';
import { isLsstAlert, lsstFacts } from '../lsst/facts.ts';
import { isMarsReply, marsFacts } from '../mars/decode.ts';
import { decodeTelling, isTelling } from '../telling/decode.ts';
import { isTnsJson, tnsJsonFacts } from '../tns/json.ts';
import { isZtfAlert, ztfFacts } from '../ztf/facts.ts';

/** How one kind of JSON is read. */
export interface JsonReader {
	readonly format: string;
	readonly read: (json: Json, context: PacketContext) => Iterable<PacketFacts | LookbackError>;
}

interface JsonRule extends JsonReader {
	readonly test: (json: Json) => boolean;
}

/** A rule about JSON objects. */
function object(
	format: string,
	test: (json: JsonObject) => boolean,
	read: (json: JsonObject, context: PacketContext) => Iterable<PacketFacts | LookbackError>
): JsonRule {
	return {
		format,
		test: (json) => isJsonObject(json) && test(json),
		read: (json, context) => (isJsonObject(json) ? read(json, context) : [])
	};
}

/** In this order: what names itself comes before what is told by its columns. */
const rules: readonly JsonRule[] = [
	object('lookback-telling', isTelling, decodeTelling),
	object('json-schema', isJsonSchema, decodeGcnJson),
	{ format: 'avro-schema', test: isAvroSchema, read: () => [] },
	object('lvk-json', isLvkAlert, decodeLvkJson),
	object('gcn-json', isGcnNotice, decodeGcnJson),
	object('gcn-circular', (json) => isCircularDump(json) || isCircular(json), decodeCirculars),
	object('mars-json', isMarsReply, marsFacts),
	object('ztf-json', isZtfLike, function* (json, context) {
		const facts = ztfFacts(json, context);
		const statements = [...facts.statements, ...annotatedStatements(json)];
		yield { ...facts, format: 'ztf-json', statements };
	}),
	object('lsst-json', isLsstAlert, function* (json, context) {
		yield { ...lsstFacts(json, context), format: 'lsst-json' };
	}),
	object('tns-json', isTnsJson, tnsJsonFacts)
];

/** The reader of a JSON value, or null when nothing that is read looks like this. */
export function jsonReader(json: Json): JsonReader | null {
	return rules.find(({ test }) => test(json)) ?? brokerReader(json) ?? listReader(json);
}

function brokerReader(json: Json): JsonReader | null {
	const reader = replyReader(bareReply(json));
	return (
		reader && {
			format: reader.format,
			read: (value, context) => reader.read(bareReply(value), context)
		}
	);
}

/** A list whose items are packets of their own; each goes by its own rule. */
function listReader(json: Json): JsonReader | null {
	const first = Array.isArray(json) ? json.find((item) => jsonReader(item) !== null) : undefined;
	if (first === undefined) return null;
	return {
		format: jsonReader(first)!.format,
		read: (items, context) => readEach(Array.isArray(items) ? items : [items], context)
	};
}

/** Reads JSON values each by its own rule; one that is refused, or was no value, does not stop the others. */
export function* readEach(
	items: readonly (Json | LookbackError)[],
	context: PacketContext
): Generator<PacketFacts | LookbackError> {
	for (const item of items) {
		if (item instanceof LookbackError) {
			yield item;
			continue;
		}
		const reader = jsonReader(item);
		try {
			if (reader) yield* reader.read(item, context);
			else yield unknownJson(item, context.name);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			yield error;
		}
	}
}

/** Says what a JSON value looks like, for one that no rule knows. */
export function unknownJson(json: Json, name: string): LookbackError {
	const item: Json | undefined = Array.isArray(json) ? json[0] : json;
	const keys = isJsonObject(item) ? Object.keys(item).slice(0, 8) : [];
	const shape = Array.isArray(json)
		? `a list of ${json.length}`
		: isJsonObject(json)
			? 'an object'
			: json === null
				? 'null'
				: `a ${typeof json}`;
	const described = keys.length > 0 ? `${shape} with the keys ${keys.join(', ')}` : shape;
	return new LookbackError(
		'unsupported',
		'archive/unrecognised',
		`The JSON in ${name} is ${described}, which is no notice, alert, circular or reply that is read${isOfPointings(item) ? "; 'lookback pointing import' and /api/pointings take pointings" : ''}.`,
		{ name, keys }
	);
}

/** Whether it looks like what the Treasure Map tells, whose pointings are read elsewhere. */
function isOfPointings(item: Json | undefined): boolean {
	return isJsonObject(item) && ['pointings', 'instrumentid'].some((key) => key in item);
}

/** Also where a column is missing without which it is no alert: its decoder says which. */
function isZtfLike(json: JsonObject): boolean {
	return (
		isZtfAlert(json) || (/^ZTF\d\d/.test(String(json.objectId)) && 'jd' in (record(json.candidate) ?? {}))
	);
}

/** A named type of Avro's (avro.apache.org, specification 1.12). */
export function isAvroSchema(json: Json): boolean {
	const schema = record(json);
	if (schema === null || typeof schema.name !== 'string') return false;
	return (
		(schema.type === 'record' && Array.isArray(schema.fields)) ||
		(schema.type === 'enum' && Array.isArray(schema.symbols)) ||
		(schema.type === 'fixed' && typeof schema.size === 'number')
	);
}
