import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { parseBasis } from '#lib/archive/basis.ts';
import { type Question, questionFor } from '#lib/archive/index.server.ts';
import { readInputs, type Item } from '../../inputs/index.server.ts';
import { encodeDocument } from '../../runs/document.ts';
import { readRunDocument, type Run } from '../../runs/read.server.ts';
import type { RunArchive } from '../../runs/run.server.ts';
import type { Code } from '../../runtime/evaluation.ts';
import { versioningFolder } from '../../runtime/project.server.ts';
import { checkOut } from '../../store/index.server.ts';
import { touchedBy } from '../replay-run.server.ts';
import { givenModules } from './modules.server.ts';
import { readmeOf } from './readme.ts';

type Source = Uint8Array | string | AsyncIterable<string>;

/**
 * A zip archive that replays a run where there is no Lookback: its inputs as they are read now, its code, its document,
 * and a script that needs Node alone. It holds what the run's audience could see, as far as whoever asks may see it.
 */
export async function* packageRun(
	archive: RunArchive,
	question: Question,
	run: Run
): AsyncGenerator<Uint8Array> {
	const document = await readRunDocument(question, archive.store, run);
	const { database, software } = archive;
	const then = await questionFor(database, question.viewer, document.audience, parseBasis(document.basis));
	const { code, release } = await checkOut(software, document.analysis, document.commit);
	try {
		const only = await touchedBy(then, document);
		const { whole, each } = await readInputs(then, code, document.parameters, only);
		yield* zipOf([
			['README.md', readmeOf(document)],
			['replay.mjs', await readFile(join(versioningFolder, 'replay/package/replay.mjs'))],
			['run.json', encodeDocument(document)],
			['package.json', '{ "type": "module", "private": true }\n'],
			...(await filesOf(code)),
			...(code.manifest.runtime.kind === 'js'
				? [['lookback/modules.json', JSON.stringify(givenModules())] as const]
				: []),
			...Object.entries(whole).map(([name, items]) => [`inputs/${name}.ndjson`, linesOf(items)] as const),
			...(each ? [[`inputs/${code.manifest.each!}.ndjson`, linesOf(each)] as const] : [])
		]);
	} finally {
		await release();
	}
}

async function* linesOf(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<string> {
	for await (const { key, value } of items) yield `${JSON.stringify({ key, value })}\n`;
}

async function filesOf({ folder }: Code): Promise<(readonly [string, Uint8Array])[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return Promise.all(
		paths.map(
			async (path) => [`code/${relative(folder, path).split(sep).join('/')}`, await readFile(path)] as const
		)
	);
}

/** A zip archive as it is made: nothing of it waits for the end but its index. */
async function* zipOf(files: Iterable<readonly [string, Source]>): AsyncGenerator<Uint8Array> {
	const ready: Uint8Array[] = [];
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		ready.push(chunk);
	});
	for (const [name, source] of files) {
		const file = new ZipDeflate(name, { level: 6 });
		// the same run gives the same archive
		file.mtime = new Date('1980-01-01T00:00:00');
		zip.add(file);
		if (typeof source === 'string' || source instanceof Uint8Array) file.push(Buffer.from(source));
		else
			for await (const text of source) {
				file.push(Buffer.from(text));
				yield* ready.splice(0);
			}
		file.push(new Uint8Array(0), true);
		yield* ready.splice(0);
	}
	zip.end();
	yield* ready.splice(0);
}
