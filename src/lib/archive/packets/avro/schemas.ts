import type avro from 'avsc';
import { LookbackError } from '#lib/errors.ts';
import { compileSchema, type AvroSchema } from './schema.ts';
import { schemaNames, type SchemaNames } from './schema-names.ts';

interface SchemaDocument extends SchemaNames {
	/** File name it came by; documents of one folder belong together. */
	readonly name: string;
	readonly json: unknown;
	compiled: AvroSchema | null;
}

/**
 * Avro schemas for packets that do not carry their own. Documents may name each other's types, in any order, as
 * Rubin's do: `lsst.v7_3.alert.avsc` refers to `lsst.v7_3.diaSource`.
 */
export class SchemaStore {
	readonly #documents: SchemaDocument[] = [];

	/**
	 * Adds one `.avsc` document (parsed JSON) by its file name.
	 * @throws LookbackError `avro/bad-schema` when it is no schema of a named type.
	 */
	add(name: string, json: unknown): void {
		const names = schemaNames(json);
		if (names.root === null)
			throw new LookbackError(
				'incorrect',
				'avro/bad-schema',
				`${name} is no Avro schema of a named type: it wants an object with "type" and "name".`,
				{ name }
			);
		this.#documents.push({ name, json, ...names, compiled: null });
	}

	/**
	 * The schema of a Confluent-framed Rubin alert: its id is 100 times the major version plus the minor
	 * (7.3 is 703; lsst/alert_packet `get_schema_id`). Null when that version was not added.
	 */
	forConfluentId(id: number): AvroSchema | null {
		const root = `lsst.v${Math.floor(id / 100)}_${id % 100}.alert`;
		const document = this.#documents.findLast((candidate) => candidate.root === root);
		return document ? this.#compile(document) : null;
	}

	/** Schemas a bare alert may be of, the last added first; of one that cannot be used, why. */
	alertSchemas(): readonly (AvroSchema | LookbackError)[] {
		return this.#documents
			.filter(isAlert)
			.reverse()
			.map((document) => {
				try {
					return this.#compile(document);
				} catch (error) {
					if (error instanceof LookbackError) return error;
					throw error;
				}
			});
	}

	#compile(document: SchemaDocument): AvroSchema {
		if (!document.compiled) {
			const registry: Record<string, avro.Type> = {};
			for (const reference of document.references) this.#register(reference, document, registry, []);
			document.compiled = compileSchema(document.json, registry);
		}
		return document.compiled;
	}

	#register(
		reference: string,
		from: SchemaDocument,
		registry: Record<string, avro.Type>,
		pending: readonly string[]
	): void {
		if (registry[reference]) return;
		const document = this.#nearest(reference, from);
		if (!document || pending.includes(reference))
			throw new LookbackError(
				'incorrect',
				'avro/missing-schema',
				`The Avro schema ${from.name} refers to ${reference}, which ${
					document ? 'refers back to it' : 'was not given: add the .avsc file that defines it'
				}.`,
				{ schema: from.name, reference }
			);
		for (const further of document.references)
			this.#register(further, document, registry, [...pending, reference]);
		// A document met on the way may have defined it already.
		if (!registry[reference]) compileSchema(document.json, registry);
	}

	/** The document that defines a name: of the same folder first, since versions of one survey share their names. */
	#nearest(reference: string, from: SchemaDocument): SchemaDocument | undefined {
		const defining = this.#documents.filter((document) => document.root === reference);
		return defining.findLast((document) => folder(document.name) === folder(from.name)) ?? defining.at(-1);
	}
}

function folder(name: string): string {
	return name.slice(0, name.lastIndexOf('/') + 1);
}

/** Alerts are records with a triggering detection or an event; see `factsOf`. */
function isAlert(document: SchemaDocument): boolean {
	const { fields } = document.json as { fields?: unknown };
	return (
		Array.isArray(fields) &&
		fields.some((field: { name?: unknown }) =>
			['candidate', 'diaSource', 'superevent_id'].includes(String(field?.name))
		)
	);
}
