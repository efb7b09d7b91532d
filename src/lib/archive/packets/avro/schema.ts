import { createHash } from 'node:crypto';
import type avro from 'avsc';
import { LookbackError } from '#lib/errors.ts';
import { assertDataBound } from './data-bound.ts';
import { readingType } from './types.ts';

/** A schema ready for reading. */
export interface AvroSchema {
	/** Full name of the root record, e.g. `ztf.alert`, `lsst.v7_4.alert`, `topLevelRecord`. */
	readonly name: string;
	/** Version as the schema states it (ZTF `"version"`, Rubin `lsst.v7_4.alert`), or null. */
	readonly version: string | null;
	readonly type: avro.Type;
}

/**
 * Makes a schema ready for reading. `registry` holds types it may name.
 * @throws LookbackError `avro/bad-schema` for anything Avro forbids, but for defaults, which play no part in
 * reading and which nearly every ZTF packet has wrong (`["float", "null"]` with default null).
 */
export function compileSchema(json: unknown, registry: Record<string, avro.Type> = {}): AvroSchema {
	let type: avro.Type;
	try {
		type = readingType(withoutDefaults(json) as avro.schema.AvroSchema, registry);
		assertDataBound(type);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new LookbackError(
			'incorrect',
			'avro/bad-schema',
			`The Avro schema cannot be used: ${reason.slice(0, 200)}.`,
			{},
			{ cause: error }
		);
	}
	const name = type.name ?? type.typeName;
	return { name, version: statedVersion(json, name), type };
}

function statedVersion(json: unknown, name: string): string | null {
	const inName = /\.v(\d+)_(\d+)\./.exec(name);
	if (inName) return `${Number(inName[1])}.${Number(inName[2])}`;
	const stated = (json as { version?: unknown }).version;
	return typeof stated === 'string' ? stated : null;
}

function withoutDefaults(part: unknown): unknown {
	if (Array.isArray(part)) return part.map(withoutDefaults);
	if (typeof part !== 'object' || part === null) return part;
	const rest: Record<string, unknown> = { ...part };
	delete rest.default;
	if (Array.isArray(rest.fields)) {
		refuseRepeatedFields(rest);
		rest.fields = rest.fields.map(withoutDefaults);
	}
	for (const key of ['type', 'items', 'values']) if (key in rest) rest[key] = withoutDefaults(rest[key]);
	return rest;
}

function refuseRepeatedFields(record: Record<string, unknown>): void {
	const seen = new Set<unknown>();
	for (const field of record.fields as { name?: unknown }[]) {
		if (seen.has(field?.name))
			throw new Error(
				`record "${record.name}" has two fields named "${field.name}", and Avro wants one of each`
			);
		seen.add(field?.name);
	}
}

const schemasKept = 64;
const compiled = new Map<string, AvroSchema>();
let newest: { text: Buffer; schema: AvroSchema } | null = null;

/**
 * The schema a container carries, parsed once: packets of a night share their schema, and it is the larger part
 * of a packet without cutouts. @throws LookbackError `avro/bad-schema`.
 */
export function schemaFromText(text: Buffer): AvroSchema {
	if (newest?.text.equals(text)) return newest.schema;
	const fingerprint = createHash('sha256').update(text).digest('base64');
	let schema = compiled.get(fingerprint);
	if (!schema) {
		schema = compileSchema(parseJson(text));
		if (compiled.size >= schemasKept) compiled.delete(compiled.keys().next().value!);
		compiled.set(fingerprint, schema);
	}
	newest = { text: Buffer.from(text), schema };
	return schema;
}

function parseJson(text: Buffer): unknown {
	try {
		return JSON.parse(text.toString('utf8'));
	} catch (error) {
		throw new LookbackError(
			'incorrect',
			'avro/bad-schema',
			`The Avro container's schema is not JSON: ${(error as Error).message}.`,
			{},
			{ cause: error }
		);
	}
}
