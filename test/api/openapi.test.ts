import { beforeAll, expect, test } from 'vitest';
import { openapi } from '#lib/api/openapi.server.ts';
import { getter, smallArchive } from '../support/archive.ts';

interface Operation {
	readonly parameters: readonly { name: string; in: string; required: boolean; schema?: object }[];
	readonly responses: Record<string, { content: Record<string, { schema?: Schema }> }>;
}
interface Schema {
	readonly required: readonly string[];
	readonly properties: Record<string, { properties?: object; items?: { properties?: object } }>;
}

const description = openapi() as { paths: Record<string, { get?: Operation }> };
let get: ReturnType<typeof getter>;

beforeAll(async () => {
	get = getter(await smallArchive());
});

test('every parameter has a schema and every operation says how it fails', () => {
	for (const [path, { get: operation }] of Object.entries(description.paths)) {
		if (!operation || path === '/api/openapi.json') continue;
		for (const parameter of operation.parameters) expect(parameter, path).toHaveProperty('schema');
		const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
		const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
		expect(inPath.map(({ name }) => name).sort(), path).toEqual(named.sort());
		expect(operation.responses).toHaveProperty('default');
	}
});

test('an empty word counts as none, and is described so', async () => {
	const optional = Object.values(description.paths).flatMap(({ get: operation }) =>
		(operation?.parameters ?? []).filter((one) => one.in === 'query' && !one.required)
	);
	const words = optional.flatMap(({ schema = {} }) => ('enum' in schema ? [schema.enum] : []));
	expect(words.length).toBeGreaterThan(10);
	for (const some of words) expect(some).toContain('');
	for (const path of ['/collections.csv?table=', '/schedule.json?state='])
		expect((await get(path)).status, path).toBe(200);
});

test.each([
	['/objects.json', '/objects.json'],
	['/objects/{survey}/{id}.json', '/objects/ztf/{an object}.json'],
	['/alerts/{survey}/{id}.json', '/alerts/ztf/{an alert}.json'],
	['/notices/{id}.json', '/notices/ivo:%2F%2Fgwnet%2FLVC%23S210914zz-1-Preliminary.json'],
	['/events.json', '/events.json'],
	['/events/{name}.json', '/events/S210914zz.json'],
	['/events/{name}/skymap.json', '/events/S210914zz/skymap.json'],
	['/history/{subject}.json', '/history/events/S210914zz.json'],
	['/diff.json', '/diff.json?subject=events/S210914zz&from=2021-09-14'],
	['/batches.json', '/batches.json'],
	['/batches/{number}.json', '/batches/1.json'],
	['/sources.json', '/sources.json'],
	['/sources/refused.json', '/sources/refused.json'],
	['/search.json', '/search.json?q=1 2'],
	['/collections.json', '/collections.json'],
	['/groups.json', '/groups.json'],
	['/groups/{name}.json', '/groups/ztf.json']
])('%s answers with the very members that are described', async (path, address) => {
	const content = description.paths[path]!.get!.responses['200']!.content;
	const { properties, required } = content['application/json']!.schema!;
	const body = await json(await placed(address));
	expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
	expect(Object.keys(body)).toEqual(expect.arrayContaining([...required]));
	for (const [name, part] of Object.entries(properties)) {
		const value = body[name];
		const described = Array.isArray(value) ? part.items?.properties : part.properties;
		const row = (Array.isArray(value) ? value[0] : value) as object | undefined;
		if (described && row)
			expect(Object.keys(described), name).toEqual(expect.arrayContaining(Object.keys(row)));
	}
});

/** An address with the first object's and the first alert's own names in it. */
async function placed(address: string): Promise<string> {
	if (!address.includes('{')) return address;
	const { objects } = (await json('/objects.json?survey=ztf')) as { objects: { object_id: string }[] };
	const name = objects[0]!.object_id;
	const { alerts } = (await json(`/objects/ztf/${name}.json`)) as { alerts: { alert_id: string }[] };
	return address.replace('{an object}', name).replace('{an alert}', alerts[0]!.alert_id);
}

async function json(address: string): Promise<Record<string, unknown>> {
	return (await get(address)).json();
}
