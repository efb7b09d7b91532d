import { LookbackError } from '#lib/errors.ts';
import type { Row, Table } from '#lib/table/column.ts';
import { formats } from '#lib/table/formats.ts';
import { matchPath, splitSuffix, tableFormat } from './address.ts';
import { streamBody } from './body.server.ts';
import type { Context } from './context.server.ts';
import { representFile } from './files/index.server.ts';
import { attachment, basisHeaders } from './headers.ts';
import { wire } from '#lib/archive/wire.ts';
import { nextLink, nextLinkHeader } from './next.ts';
import { readQuery } from './query.ts';
import { allResources } from './resources/index.server.ts';
import { pathFields, type Answered, type Resource, type ResourceTable } from './resources/resource.ts';
import { callerOf } from './routers/index.server.ts';

/** Answers a GET of a thing in one of its forms: see `address.ts`. */
export async function represent(context: Context, url: URL): Promise<Response> {
	const { path, suffix } = splitSuffix(url.pathname);
	const file = await representFile(context, url, path, suffix);
	if (file) return file;
	for (const resource of allResources) {
		const fields = matchPath(resource.path, path);
		if (!fields) continue;
		if (suffix === '.json') return json(context, url, resource, fields);
		if (tableFormat(suffix)) return table(context, url, resource, fields, suffix);
	}
	throw new LookbackError(
		'not-found',
		'api/nothing-here',
		`There is nothing at ${url.pathname.slice(0, 200)}; /api/openapi.json lists what there is.`,
		{ path: url.pathname }
	);
}

async function json(
	context: Context,
	url: URL,
	resource: Resource,
	fields: Record<string, string>
): Promise<Response> {
	const query = readQuery(url.searchParams, queryFields(resource));
	const answer = await ask(context, resource, { ...fields, ...query });
	const next = nextLink(url, answer);
	const body = answer.next_cursor === undefined ? answer : { ...answer, next };
	return Response.json(wire(body), {
		headers: { ...basisHeaders(context), ...nextLinkHeader(next) }
	});
}

/** Rows of one page of a list when `limit` is given, else of all pages, one after the other as they are read. */
async function table(
	context: Context,
	url: URL,
	resource: Resource,
	fields: Record<string, string>,
	suffix: string
): Promise<Response> {
	const { table: name, ...query } = readQuery(url.searchParams, [...queryFields(resource), 'table']);
	const [chosen, described] = tableOf(resource, name);
	const isWhole = described.isWhole ?? query.limit === undefined;
	const paged: Record<string, string> = isWhole && 'limit' in resource.input.shape ? { limit: '1000' } : {};
	const input = { ...fields, ...query, ...paged };
	const first = await ask(context, resource, input);
	const written: Table = {
		name: chosen,
		description: described.description,
		columns: described.columns,
		rows: isWhole ? pages(context, resource, described, input, first) : rowsOf(described, first),
		notes: { basis: first.basis, address: url.pathname + url.search },
		overflowed: () => !isWhole && goesOn(described, first)
	};
	const format = formats[tableFormat(suffix)!];
	return new Response(streamBody(format.write(written)), {
		headers: {
			'content-type': format.contentType,
			...basisHeaders(context),
			...(!isWhole && goesOn(described, first) ? nextLinkHeader(nextLink(url, first)) : {}),
			...attachment(fileName(url, chosen), `_${first.basis.replaceAll(':', '')}`, suffix)
		}
	});
}

/** The procedure itself checks what it is given. */
function ask(context: Context, resource: Resource, input: Record<string, string>): Promise<Answered> {
	return resource.answer(callerOf(context), input as never);
}

async function* pages(
	context: Context,
	resource: Resource,
	described: ResourceTable<Answered>,
	input: Record<string, string>,
	first: Answered
): AsyncGenerator<Row> {
	const asked = Object.entries(input).filter(([name]) => !['known', 'batch', 'as_recorded'].includes(name));
	let page = first;
	for (;;) {
		yield* rowsOf(described, page);
		if (!goesOn(described, page)) return;
		page = await ask(context, resource, {
			...Object.fromEntries(asked),
			basis: page.basis,
			cursor: page.next_cursor!
		});
	}
}

/** Whether the answer's next page has more rows of the table. */
function goesOn(described: ResourceTable<Answered>, answer: Answered): boolean {
	return !!answer.next_cursor && !described.isWhole && (described.goesOn?.(answer) ?? true);
}

function rowsOf(described: ResourceTable<Answered>, answer: Answered): readonly Row[] {
	return described.rows(answer) as readonly Row[];
}

function tableOf(resource: Resource, wanted: string | undefined): [string, ResourceTable<Answered>] {
	const entries = Object.entries(resource.tables);
	const found = wanted === undefined ? entries[0] : entries.find(([name]) => name === wanted);
	if (found) return found;
	const names = entries.map(([name]) => name).join(', ');
	throw new LookbackError(
		'incorrect',
		'api/bad-parameter',
		`table must be one of ${names}; got ${wanted?.slice(0, 100)}.`,
		{ table: wanted }
	);
}

function queryFields(resource: Resource): string[] {
	const inPath = pathFields(resource);
	return Object.keys(resource.input.shape).filter((name) => !inPath.includes(name));
}

function fileName(url: URL, name: string): string {
	const subject = splitSuffix(url.pathname)
		.path.slice(1)
		.replace(/%[0-9a-f]{2}/gi, '_');
	return subject.endsWith(name) ? subject : `${subject}_${name}`;
}
