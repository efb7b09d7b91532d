import type { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { provJson, readProvenance } from '#lib/versioning/provenance/index.server.ts';
import { basisRequest } from '../inputs.ts';
import { provenanceInput } from '../routers/provenance.server.ts';
import type { FileResource } from './file-resource.ts';

/** Provenance as a document of the W3C's PROV-JSON, which has no room for anything else. */
export const provenanceFile: FileResource = {
	path: '/provenance/{subject+}',
	suffix: '.json',
	name: 'readProvenanceDocument',
	summary: 'Of what something came, and what came of it, as W3C PROV-JSON.',
	contentTypes: ['application/json'],
	input: provenanceInput,
	async read(context, input: z.output<typeof provenanceInput>) {
		const question = await context.question(basisRequest(input));
		const found = await readProvenance(question, context.archive.store, input.subject);
		const document = provJson(found, found.about, formatBasis(question.basis));
		return {
			bytes: Buffer.from(JSON.stringify(document)),
			contentType: 'application/json',
			name: `provenance_${found.about.replaceAll(/[^\w.@-]/g, '_')}.json`
		};
	}
};
