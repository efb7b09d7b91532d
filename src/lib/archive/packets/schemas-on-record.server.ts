import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import { contentsOf } from './open.server.ts';
import { schemaDocuments } from './recognise.ts';
import { SchemaStore } from './avro/schemas.ts';

/** The Avro schemas the archive has been given so far. */
export async function schemasOnRecord({ sql }: Database, store: RawStore): Promise<SchemaStore> {
	const rows = await sql<{ name: string; segment: string; byte_offset: bigint; byte_length: number }[]>`
		select p.name, b.segment, p.byte_offset, p.byte_length
		from packet p join batch b on b.batch = p.batch
		where p.format = 'avro-schema'
		order by p.id`;
	const schemas = new SchemaStore();
	for (const { name, segment, byte_offset, byte_length } of rows) {
		const bytes = await store.read(segment, Number(byte_offset), byte_length);
		for (const json of schemaDocuments(await contentsOf(name, bytes), name)) schemas.add(name, json);
	}
	return schemas;
}
