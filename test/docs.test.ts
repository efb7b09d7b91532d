import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const documents = (readdirSync(join(root, 'docs'), { recursive: true }) as string[])
	.filter((path) => path.endsWith('.md'))
	.map((path) => join('docs', path));

it.each(documents)('%s names files of this repository that are there', (path) => {
	const text = readFileSync(join(root, path), 'utf8');
	const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to]) => join(dirname(path), to!));
	const named = [...text.matchAll(/`((?:src|test|drizzle|docs|bench|\.ci)\/[^`\s]*)`/g)].map(([, to]) => to!);
	expect([...linked, ...named].filter((one) => !existsSync(join(root, one)))).toEqual([]);
});

it('docs/asvs.md leads to its own sections', () => {
	const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8');
	const sections = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
		title!.toLowerCase().replaceAll(' ', '-')
	);
	const asked = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, to]) => to);
	expect(asked.length).toBeGreaterThan(0);
	expect(asked.filter((one) => !sections.includes(one!))).toEqual([]);
});
