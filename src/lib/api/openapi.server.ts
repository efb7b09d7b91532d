import manifest from '../../../package.json' with { type: 'json' };
import { fileKinds } from '#lib/table/file-kinds.ts';
import { tableEndings } from './address.ts';
import { files } from './files/index.server.ts';
import { allResources } from './resources/index.server.ts';
import { answerSchema } from './openapi-answers.ts';
import { parameter, parametersOf } from './openapi-parameters.ts';
import type { Resource } from './resources/resource.ts';
import { ingestFields } from './routers/ingest.server.ts';
import { importFields } from './routers/pointings.server.ts';

/** The API's description, OpenAPI 3.1, made of the procedures' own inputs and the columns of their answers. */
export function openapi(): object {
	return {
		openapi: '3.1.0',
		info: {
			title: 'Lookback',
			version: manifest.version,
			license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
			description:
				'A time machine for the transient sky. Every answer is as known at a moment, of what was recorded by a batch: its basis. Repeat a question with the basis of an answer and the answer is the same for ever. The same procedures are at /api/trpc (tRPC).'
		},
		paths: {
			...Object.fromEntries(allResources.flatMap(pathsOf)),
			...filePaths(),
			'/api/ingest': { post: ingest },
			'/api/pointings': { post: importPointings },
			'/api/openapi.json': {
				get: {
					operationId: 'readDescription',
					summary: 'This description.',
					security: [],
					responses: {
						200: { description: 'OpenAPI 3.1.', content: { 'application/json': {} } },
						...refusals
					}
				}
			}
		},
		components: {
			securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
			schemas: { Problem: problem },
			responses: {
				Problem: {
					description: 'Why there is no answer, in a sentence (RFC 9457).',
					content: {
						'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
						// an address without a known suffix is a page's, and so is its error
						'text/html': {}
					}
				}
			}
		}
	};
}

const problem = {
	type: 'object',
	required: ['type', 'title', 'status', 'detail', 'code'],
	properties: {
		type: { type: 'string' },
		title: { type: 'string' },
		status: { type: 'integer' },
		detail: {
			type: 'string',
			description: 'A sentence that names the parameter, what it got and what it wants.'
		},
		code: { type: 'string', description: 'Stable: archive/unknown-object.' }
	}
};

const refusals = { default: { $ref: '#/components/responses/Problem' } };

/** Public collections are read by anyone. */
const openToAll = [{}, { token: [] }];

const basisHeader = {
	'Lookback-Basis': {
		description:
			'Basis of the answer: 2019-10-01T20:59:00Z~1742. A difference has both of its own, the earlier first, with a comma between them; so has the answer to several calls.',
		schema: { type: 'string' }
	}
};

function pathsOf(resource: Resource): [string, object][] {
	const path = resource.path.replace('+}', '}');
	const security = resource.wantsToken ? [{ token: [] }] : openToAll;
	const operation = { summary: resource.summary, security };
	const parameters = parametersOf(resource);
	const tables = Object.keys(resource.tables);
	const described = Object.entries(resource.tables).map(([name, one]) => `${name}: ${one.description}`);
	const suffixes = tableEndings.map((ending) => ending.slice(1));
	return [
		[
			`${path}.json`,
			{
				get: {
					...operation,
					operationId: resource.name,
					parameters,
					responses: {
						200: {
							description: resource.summary,
							headers: basisHeader,
							content: { 'application/json': { schema: answerSchema(resource) } }
						},
						...refusals
					}
				}
			}
		],
		[
			`${path}.{format}`,
			{
				get: {
					...operation,
					operationId: `${resource.name}Table`,
					description: `${described.join(' ')} Without limit, a list is given to its end.`,
					parameters: [
						...parameters,
						{ name: 'format', in: 'path', required: true, schema: { type: 'string', enum: suffixes } },
						// an empty one counts as absent, as in every query
						{
							name: 'table',
							in: 'query',
							schema: { type: 'string', enum: [...tables, ''], default: tables[0] }
						}
					],
					responses: {
						200: { description: resource.summary, headers: basisHeader, content: tableContent },
						...refusals
					}
				}
			}
		]
	];
}

const tableContent = Object.fromEntries(
	Object.values(fileKinds)
		.filter(({ suffix }) => suffix !== '.json')
		.map(({ contentType }) => [contentType.split(';')[0], {}])
);

function filePaths(): Record<string, object> {
	const paths = files.map((file) => {
		const content = Object.fromEntries(file.contentTypes.map((type) => [type, {}]));
		const operation = {
			operationId: file.name,
			summary: file.summary,
			security: openToAll,
			parameters: parametersOf(file),
			responses: { 200: { description: file.summary, headers: basisHeader, content }, ...refusals }
		};
		return [file.path.replace('+}', '}') + file.suffix, { get: operation }];
	});
	return Object.fromEntries(paths);
}

const ingest = {
	operationId: 'ingest',
	summary: 'Records a packet, or a tar or zip of packets; the same bytes again change nothing.',
	security: [{ token: [] }],
	parameters: Object.entries(ingestFields).map(([name, field]) => parameter(name, field, [])),
	requestBody: {
		required: true,
		description: 'The bytes, at most 64 MiB.',
		content: { 'application/octet-stream': {} }
	},
	responses: {
		200: {
			description: 'What came of it: packets that could not be read are kept, and named with their reason.',
			content: {
				'application/json': {
					schema: {
						type: 'object',
						required: ['batches', 'recorded', 'sources', 'refused'],
						properties: {
							batches: { type: 'integer', description: 'Batches that were sealed.' },
							recorded: { type: 'object', additionalProperties: { type: 'integer' } },
							sources: { type: 'array', items: { type: 'object' } },
							refused: { type: 'array', items: { type: 'object' } }
						}
					}
				}
			}
		},
		...refusals
	}
};

const importPointings = {
	operationId: 'importPointings',
	summary:
		'Records where instruments looked, of a file of ObsLocTAP, Treasure Map, ACROSS, gwemopt and others, or an archive of such; the same again changes nothing.',
	security: [{ token: [] }],
	parameters: Object.entries(importFields).map(([name, field]) => parameter(name, field, [])),
	requestBody: {
		required: true,
		description: 'The bytes, at most 64 MiB.',
		content: { 'application/octet-stream': {} }
	},
	responses: {
		200: {
			description: 'How many pointings were read and recorded, and why others were not taken.',
			content: {
				'application/json': {
					schema: {
						type: 'object',
						required: ['read', 'recorded', 'refused'],
						properties: {
							read: { type: 'integer' },
							recorded: { type: 'integer' },
							refused: {
								type: 'array',
								items: {
									type: 'object',
									required: ['reason', 'count'],
									properties: { reason: { type: 'string' }, count: { type: 'integer' } }
								}
							}
						}
					}
				}
			}
		},
		...refusals
	}
};
