import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SecretArchive } from '../../support/secrets/archive.ts';
import { addressesOf, examplesOf, queryOf, questions, questionsAbout } from './addresses.ts';
import { ask } from './asking.ts';
import { walkDoor } from './walk.ts';

const routes = join(import.meta.dirname, '../../../src/routes');
const files = (readdirSync(routes, { recursive: true }) as string[]).map((path) =>
	path.replaceAll('\\', '/')
);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const pages = files.filter((path) => path.endsWith('+page.svelte')).map((path) => `/${folderOf(path)}`);

/** What a route that is no page is tested by, or why it shows nothing. */
const servers: Record<string, string> = {
	'api/[...unknown]': 'answers every address with a problem',
	'api/ingest': 'takes packets from those who may write',
	'api/pointings': 'takes files of pointings from those who may write',
	'api/openapi.json': 'is walked with the files',
	'api/representation': 'is walked by its suffixes with the files',
	'api/analysis.schema.json': 'shows the schema of a manifest',
	'api/telling.schema.json': 'shows the schema of a format',
	'api/trpc/[...path]': 'is walked by its procedures',
	'calendars/[secret]': 'is walked by calendars of everybody with the files',
	'sign-in/[issuer]': 'leads to an issuer',
	'sign-in/[issuer]/callback': 'takes the answer of an issuer',
	'sign-out': 'ends a session',
	'sky/points': 'is walked with the pages',
	'software/[name].git/[...path]': 'is walked with the pages',
	theme: 'keeps the colours of a browser'
};

const secrets = walkDoor(everyPage);

it('every route that is no page is known to these tests', () => {
	const found = files.filter((path) => path.endsWith('+server.ts')).map(folderOf);
	expect(found.filter((path) => !(path in servers))).toEqual([]);
});

it('a page is asked what it takes', async () => {
	const taken = await parametersOf(secrets(), '/objects');
	expect([...taken!]).toEqual(expect.arrayContaining(['class', 'near', 'event', 'known', 'as_seen_by']));
	expect(await parametersOf(secrets(), '/diff')).toBeNull();
});

/** Names of the parameters that the loads of a page read, as SvelteKit notes them; null where they may be any. */
async function parametersOf(secrets: SecretArchive, path: string): Promise<ReadonlySet<string> | null> {
	const { text } = await ask(secrets, 'an administrator', dataOf(path));
	const { nodes = [] } = JSON.parse(text.slice(text.indexOf('\n{') + 1).split('\n')[0]!) as {
		nodes?: ({ type: string; uses?: { url?: 1; search_params?: string[] } } | null)[];
	};
	const loaded = nodes.filter((node) => node !== null);
	if (loaded.length === 0 || loaded.some(({ type, uses }) => type !== 'data' || uses?.url)) return null;
	return new Set(loaded.flatMap(({ uses }) => uses?.search_params ?? []));
}
const dataOf = (path: string) => `${path === '/' ? '' : path}/__data.json`;

/** Pages with the questions that they take, their data, and what else they fetch. */
async function everyPage(secrets: SecretArchive): Promise<string[]> {
	const examples = examplesOf(secrets);
	const [last] = await secrets.archive.database.sql<
		[{ batch: bigint }]
	>`select max(batch) as batch from batch`;
	const plain = pages
		.flatMap((page) => addressesOf(examples, page === '/' ? '' : page))
		.map((path) => path || '/');
	const points = questions.map((question) => `/sky/points${queryOf(question)}`);
	const paths = plain.map((path) => path.replace('%24last', String(last.batch)));
	const asked: string[] = [];
	for (const path of paths) {
		const taken = await parametersOf(secrets, path);
		const isTaken = (question: Record<string, string>) =>
			taken === null || Object.keys(question).some((name) => taken.has(name));
		const others = questionsAbout(path).filter(isTaken);
		// a page carries its data with it: that alone is asked for once
		asked.push(path, dataOf(path), ...others.map((question) => path + queryOf(question)));
	}
	const clones = addressesOf(examples, '/software/[name]/[...path]').map((path) =>
		path.replace(/^(\/software\/[^/]+)/, '$1.git')
	);
	return [...new Set([...asked, ...points, ...clones])];
}
