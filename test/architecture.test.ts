import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = globSync('src/**/*.{ts,svelte}', { cwd: root }).map((path) => path.replaceAll('\\', '/'));

/** Which rooms of the house may be used from which: imports point one way. */
const may: Readonly<Record<string, readonly string[]>> = {
	errors: [],
	project: [],
	wish: [],
	sky: ['errors'],
	table: ['sky', 'errors'],
	db: ['table', 'sky', 'project', 'errors'],
	access: ['db', 'sky', 'errors'],
	archive: ['access', 'db', 'table', 'sky', 'errors'],
	planner: ['archive', 'access', 'db', 'table', 'sky', 'project', 'wish', 'errors'],
	versioning: ['archive', 'access', 'db', 'table', 'sky', 'project', 'wish', 'errors'],
	ui: ['archive', 'planner', 'versioning', 'access', 'table', 'sky', 'errors'],
	vo: ['planner', 'versioning', 'archive', 'access', 'db', 'table', 'sky', 'errors'],
	api: ['planner', 'versioning', 'archive', 'access', 'db', 'table', 'sky', 'wish', 'errors']
};

/** Text of a file without its comments. */
function code(path: string): string {
	return readFileSync(join(root, path), 'utf8').replace(/\/\*[^]*?\*\/|(?<![:'"])\/\/.*/g, '');
}

const roomOf = (path: string) => /^src\/lib\/([a-z]+)/.exec(path)?.[1] ?? null;

function importsOf(path: string): { room: string; onlyTypes: boolean; specifier: string }[] {
	const text = readFileSync(join(root, path), 'utf8');
	const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/g);
	return [...found].flatMap(([, type, specifier = '']) => {
		const target = specifier.startsWith('#lib/')
			? specifier.replace('#lib/', 'src/lib/')
			: specifier.startsWith('.')
				? relative(root, join(root, path, '..', specifier))
				: null;
		const room = target && roomOf(target);
		return room ? [{ room, onlyTypes: type !== undefined, specifier }] : [];
	});
}

describe('the house', () => {
	it.each(Object.keys(may))('%s uses only the rooms below it', (room) => {
		const wrong = files
			.filter((path) => roomOf(path) === room)
			.flatMap((path) =>
				importsOf(path)
					.filter((one) => one.room !== room && !may[room]!.includes(one.room))
					.map((one) => `${path} imports ${one.specifier}`)
			);
		expect(wrong).toEqual([]);
	});

	it('has no room that is not on the plan', () => {
		const rooms = new Set(files.map(roomOf).filter((room) => room !== null));
		expect([...rooms].filter((room) => !(room in may))).toEqual([]);
	});

	it('keeps what touches the world out of pure files', () => {
		const touches = /from '(?:node:(?:fs|net|http|child_process|os)[^']*|postgres|[^']*\.server\.ts)'/;
		const wrong = files
			.filter((path) => path.startsWith('src/lib/') && path.endsWith('.ts') && !path.endsWith('.server.ts'))
			.filter((path) => touches.test(code(path).replace(/import type[^;]*;/g, '')));
		expect(wrong).toEqual([]);
	});

	it('reads the clock only at its edges', () => {
		const wrong = files
			.filter((path) => path.startsWith('src/lib/') && !path.startsWith('src/lib/api/'))
			.filter((path) => /\bDate\.now\(\)|\bnew Date\(\)/.test(code(path)));
		expect(wrong).toEqual([]);
	});

	it('has files that hold one concept each', () => {
		const lines = files
			.filter((path) => path.endsWith('.ts'))
			.map((path) => ({ path, count: readFileSync(join(root, path), 'utf8').split('\n').length }));
		expect(lines.filter(({ count }) => count > 400).map(({ path }) => path)).toEqual([]);
	});
});
