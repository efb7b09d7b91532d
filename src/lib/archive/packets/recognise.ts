import { LookbackError } from '#lib/errors.ts';
import { decodeAvro } from './avro/decode.ts';
import { isFramed } from './avro/bare.ts';
import { isAvroContainer } from './avro/records.ts';
import { decodeBrokerAvro, decodeRecording } from './brokers/decode.ts';
import { recordingStart } from './brokers/recording.ts';
import type { Decoder, PacketContext } from './decoder.ts';
import type { Json } from './json.ts';
import { decodeNuztfOverview, looksLikeNuztfOverview } from './nuztf/decode.ts';
import { decodeParquet } from './parquet/decode.ts';
import { Glance } from './recognise/glance.ts';
import { isAvroSchema, jsonReader, readEach, unknownJson } from './recognise/json-rules.ts';
import { decodeSkymapFits } from './skymap/decode.ts';
import { decodeTnsCsv } from './tns/csv.ts';
import { tnsDelimiter } from './tns/rows.ts';
import { decodeVoevent, looksLikeVoevent } from './voevent/decode.ts';

/** What a packet is, and what reads it. */
export interface Recognised {
	/** Name of the format, as its facts state it. */
	readonly format: string;
	readonly decode: Decoder;
}

interface Rule extends Recognised {
	readonly test: (glance: Glance, context: PacketContext) => boolean;
}

/** Whether packets of this format are schemas that help to read others. */
export function isSchemaDocument(format: string): boolean {
	return format === 'avro-schema';
}

/** The Avro schemas in a packet that is one, a list of them, or has one a line. */
export function schemaDocuments(bytes: Uint8Array, name: string): readonly Json[] {
	const documents = (json: Json | LookbackError): readonly Json[] =>
		Array.isArray(json)
			? json.flatMap(documents)
			: !(json instanceof LookbackError) && isAvroSchema(json)
				? [json]
				: [];
	return new Glance(bytes, name).json.flatMap(documents);
}

/** Record names of brokers' own Avro schemas, which stand in the container's header. */
const brokerSchemas = /"name":\s*"(?:BabamulZtfAlert|ampel\.contrib\.[\w.]+Report)"/;

/** In this order; JSON, whose kinds are told apart by their keys, has rules of its own. */
const rules: readonly Rule[] = [
	{
		format: 'broker-avro',
		test: ({ bytes, latin1 }) => isAvroContainer(bytes) && brokerSchemas.test(latin1),
		decode: decodeBrokerAvro
	},
	{ format: 'avro', test: ({ bytes }) => isAvroContainer(bytes), decode: decodeAvro },
	{ format: 'parquet', test: (glance) => glance.startsWith('PAR1'), decode: decodeParquet },
	{ format: 'skymap-fits', test: (glance) => glance.startsWith('SIMPLE  ='), decode: decodeSkymapFits },
	{ format: 'voevent', test: ({ bytes }) => looksLikeVoevent(bytes), decode: decodeVoevent },
	{
		format: 'broker-recording',
		test: ({ text }) => text !== null && recordingStart.test(text),
		decode: decodeRecording
	},
	{ format: 'tns-csv', test: ({ latin1 }) => tnsDelimiter(latin1) !== null, decode: decodeTnsCsv },
	{ format: 'nuztf-csv', test: ({ bytes }) => looksLikeNuztfOverview(bytes), decode: decodeNuztfOverview },
	// Bare datums have nothing to know them by: a schema at hand takes them to the last byte, or does not.
	{
		format: 'avro',
		test: ({ bytes, text, otherEncoding, isBlank }, { schemas }) =>
			text === null &&
			otherEncoding !== 'UTF-16' &&
			!isBlank &&
			(isFramed(bytes) || schemas.alertSchemas().length > 0),
		decode: decodeAvro
	}
];

/**
 * What a packet is, told by its bytes; its name only helps people.
 * @throws LookbackError `archive/empty`, `archive/unrecognised` saying what it looks like, `json/...` where JSON
 * breaks off.
 */
export function recognise(bytes: Uint8Array, context: PacketContext): Recognised {
	if (bytes.length === 0)
		throw new LookbackError('incorrect', 'archive/empty', `${context.name} is empty.`, {
			name: context.name
		});
	const glance = new Glance(bytes, context.name);
	if (glance.looksLikeJson) return recogniseJson(glance, context);
	const rule = rules.find(({ test }) => test(glance, context));
	if (rule) return { format: rule.format, decode: rule.decode };
	throw unrecognised(glance);
}

function recogniseJson({ json: values }: Glance, context: PacketContext): Recognised {
	const whole = values.filter((value) => !(value instanceof LookbackError)) as Json[];
	const known = whole.find((value) => jsonReader(value) !== null);
	if (known === undefined) throw unknownJson(whole[0] ?? null, context.name);
	const reader = jsonReader(known)!;
	const decode: Decoder = (_bytes, decodeContext) =>
		values.length > 1 ? readEach(values, decodeContext) : reader.read(known, decodeContext);
	return { format: reader.format, decode };
}

const lookalikes: readonly { test: RegExp; what: string }[] = [
	{ test: /^\s*<(?:!doctype\s+)?html/i, what: 'a web page' },
	{ test: /^\s*</, what: 'an XML document that is no VOEvent' },
	{ test: /^TITLE:\s+GCN/, what: 'a GCN notice or circular as e-mail text' },
	{
		test: /^(?=[^\n]*\bEXPID\b)(?=[^\n]*\bMJD\b)[^\n]*,/,
		what: "a list of exposures, which 'lookback pointing import' and /api/pointings take"
	},
	{ test: /^# Region file format: DS9/, what: 'a region file of DS9' },
	{ test: /^[^\n,]+(?:,[^\n,]*){2,}\n/, what: 'a table of comma-separated values that are not TNS objects' },
	{ test: /^[\w-]+:(?:\s|$)/, what: 'YAML that is no recording of replies' }
];

function unrecognised({ text, bytes, name, otherEncoding, isBlank }: Glance): LookbackError {
	const start = text?.trimStart().split('\n', 1)[0]!.slice(0, 60);
	const what = lookalikes.find(({ test }) => text !== null && test.test(text))?.what ?? 'a text';
	const looks =
		otherEncoding !== null
			? `text in ${otherEncoding}, and UTF-8 is wanted`
			: isBlank
				? `${bytes.length} bytes that begin with nothing but zeros, as an archive without files does`
				: start === undefined
					? `bytes starting with ${bytes.subarray(0, 8).toString('hex')}`
					: `${what}, starting with '${start}'`;
	const wanted =
		'Avro, JSON and Parquet alerts, VOEvent, GCN notices and circulars in JSON, sky maps in FITS, TNS tables in CSV';
	return new LookbackError(
		'unsupported',
		'archive/unrecognised',
		`${name} is ${looks}; read are ${wanted}, and brokers' replies.`,
		{ name }
	);
}
