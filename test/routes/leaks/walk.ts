import { beforeAll, expect, it } from 'vitest';
import { insiders, outsiders, secretArchive, type SecretArchive } from '../../support/secrets/archive.ts';
import { delayed } from '../../support/secrets/names.ts';
import { ask, leaksIn, still, unlike } from './asking.ts';
import { absent, type Named } from './wishes.ts';

/** Tests of one door of the portal, behind which are the addresses that `pathsOf` finds; the answer is for further ones. */
export function walkDoor(
	pathsOf: (secrets: SecretArchive) => Promise<readonly string[]>
): () => SecretArchive {
	let secrets: SecretArchive;
	let paths: readonly string[];
	beforeAll(async () => {
		secrets = await secretArchive();
		paths = await pathsOf(secrets);
	}, 300_000);

	it.each(outsiders)(
		'tell %s no secret',
		async (reader) => {
			const leaks: string[] = [];
			await withEach(paths, async (path) => {
				const answer = await ask(secrets, reader, path);
				if (answer.status >= 500) leaks.push(`${path}: ${answer.status}`);
				for (const value of leaksIn(secrets, answer)) leaks.push(`${path}: ${value}`);
			});
			expect(leaks).toEqual([]);
		},
		900_000
	);

	it.each(insiders)(
		'tell %s what there is to tell',
		async (reader) => {
			const { secret } = secrets;
			const untold = new Set([
				...[secret.object, secret.event, secret.mag, secret.word, secret.person, secret.title],
				...[delayed.object, delayed.event, delayed.mag, delayed.word],
				...[secret.run, secret.decision, secret.analysis, secret.code, secret.backtest],
				...[secret.campaign, secret.plan, secret.target]
			]);
			await withEach(paths, async (path) => {
				if (untold.size === 0) return;
				for (const value of leaksIn(secrets, await ask(secrets, reader, path))) untold.delete(value);
			});
			expect([...untold]).toEqual([]);
		},
		900_000
	);

	it('say the same of what is not there and of what is not yours', async () => {
		const { secret } = secrets;
		const kinds = (Object.keys(absent) as (keyof Named)[]).filter((kind) => kind !== 'commit');
		const swapped: Record<string, string> = {
			...Object.fromEntries(kinds.map((kind) => [secret[kind], absent[kind]])),
			[delayed.object]: 'ZTFNOTHINGYYY',
			[delayed.alert]: '6666666666666002',
			[delayed.event]: 'S555555zz'
		};
		const different: string[] = [];
		await withEach(paths, async (one) => {
			const path = asKnownThen(one);
			const swaps = Object.keys(swapped).filter((name) => path.includes(name));
			if (swaps.length === 0 || /(secret|delayed|unmistakable|inconspicuous)(%2F|\/)/.test(path)) return;
			const swap = (text: string, from: string, to: string) => text.replaceAll(from, to);
			const other = swaps.reduce((text, name) => swap(text, name, swapped[name]!), path);
			const same = async () => {
				const [mine, theirs] = [await ask(secrets, 'nobody', path), await ask(secrets, 'nobody', other)];
				const asIfAbsent = swaps.reduce((text, name) => swap(text, name, swapped[name]!), mine.text);
				return unlike([`${mine.status}`, still(asIfAbsent)], [`${theirs.status}`, still(theirs.text)]);
			};
			// a page that tells how long ago something was may change between two questions, and not time after time
			const unlikeness = (await same()) && (await same()) && (await same());
			if (unlikeness) different.push(`${path}: ${unlikeness}`);
		});
		expect(different).toEqual([]);
	}, 900_000);

	return () => secrets;
}

/** Does something with each, with as many at once as the portal answers one address without having any wait. */
async function withEach<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
	const left = all.values();
	const worker = async () => {
		for (const one of left) await work(one);
	};
	await Promise.all([worker(), worker(), worker()]);
}

/** The same question as known at a fixed moment, which binary files write down in as many bytes. */
function asKnownThen(path: string): string {
	if (/[?&]known=|^\/diff|trpc/.test(path)) return path;
	return `${path}${path.includes('?') ? '&' : '?'}known=2021-10-01T00:00:00Z`;
}
