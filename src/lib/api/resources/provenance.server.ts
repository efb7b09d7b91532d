import { relationColumns, thingColumns } from '#lib/versioning/provenance/columns.ts';
import type { Caller } from '../routers/index.server.ts';
import { provenanceInput } from '../routers/provenance.server.ts';
import type { Resource } from './resource.ts';

type Provenance = Awaited<ReturnType<Caller['provenance']['read']>>;

/** Its JSON is the W3C's: see `provenance-file.server.ts`. */
export const provenance: Resource<Provenance> = {
	path: '/provenance/{subject+}',
	name: 'readProvenance',
	summary: 'Of what something came, and what came of it: things and relations of PROV.',
	input: provenanceInput,
	answer: (caller, input) => caller.provenance.read(input),
	json: {},
	tables: {
		relations: {
			description: 'How things came of each other.',
			columns: relationColumns,
			rows: (answer) => answer.relations
		},
		things: {
			description: 'Entities, activities and agents.',
			columns: thingColumns,
			rows: (answer) => answer.things
		}
	}
};
