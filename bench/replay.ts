import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { localViewer } from '#lib/access/viewer.server.ts';
import { generateNights, type NightPacket } from '#lib/archive/demo/nights.ts';
import { folderStore, newestBatch, type Question } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decide, readDecision } from '#lib/versioning/decisions/index.server.ts';
import { replayDecision, type Otherwise } from '#lib/versioning/replay/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { storedAnalysis } from '../test/versioning/backtest/stored-analysis.ts';
import { targetLine } from './support/figures.ts';
import { workFolder } from './support/packets.ts';
import { describeMachine, loadLine, serverUrl, withFreshDatabase } from './support/server.ts';
import { takePackets } from './support/take.ts';
import { measured } from './support/usage.ts';

/*
 * A decision made on the last nights of an invented survey, replayed before and after all earlier nights of the same
 * objects are loaded: through the ledger, with the knowledge times that they would have had. It must come out identical,
 * and with what is known of then now it must not.
 */

const older = Number(process.argv[3] ?? 100_000);
const recent = 3000;
const nights = {
	seed: 17,
	nights: 60,
	alertsPerNight: Math.ceil((1.15 * (older + recent)) / 60),
	stampPixels: 5
};

const manifest = {
	name: 'brightest',
	title: 'The brightest',
	runtime: { kind: 'js', module: 'main.js' },
	inputs: { objects: { of: 'objects', with: ['alerts', 'photometry', 'statements'] } },
	each: 'objects',
	emits: { selections: true }
};
const module = `export default ({ object, photometry }) => {
	const mags = photometry.map(({ mag }) => mag).filter((mag) => mag !== null);
	return mags.length === 0 ? null : { select: 'objects/' + object.survey + '/' + object.object_id, score: Math.min(...mags) };
};
`;

/** The packets from number `from` up to `to`; the same whenever they are asked for. */
function* packets(from: number, to: number): Generator<NightPacket> {
	let number = 0;
	for (const packet of generateNights(nights)) {
		if (number >= to) return;
		if (number++ >= from) yield packet;
	}
}

const server = serverUrl();
console.log(await describeMachine(server));
const total = generateNights(nights).reduce((count) => count + 1, 0);
if (total < older + recent) throw new Error(`Of ${older + recent} packets only ${total} were invented.`);
await withFreshDatabase(server, 'bench_replay', async (url) => {
	mkdirSync(workFolder, { recursive: true });
	const dataDir = mkdtempSync(join(workFolder, 'replay-'));
	const database = openDatabase(url, { role: 'lookback_app' });
	try {
		const archive = { database, store: folderStore(dataDir), software: openSoftware(dataDir) };
		const take = (from: number, to: number, note: string) =>
			takePackets(database, dataDir, packets(from, to), { rule: 'observed+20m', note });
		await take(total - recent, total, 'the last nights');
		const commit = await storedAnalysis(archive, 'brightest', {
			'analysis.json': JSON.stringify(manifest),
			'main.js': module
		});
		const now = (Date.now() * 1000) as Instant;
		const viewer = await localViewer(database);
		const [{ to }] = await database.sql<[{ to: Instant }]>`select max(known_at) as to from alert`;
		const basis = { knownAt: to, batch: (await newestBatch(database)).batch };
		const request = { audience: 'public', basis, viewer, actor: 'bench' };
		const { document } = await runAnalysis(archive, {
			...request,
			name: 'brightest',
			commit,
			parameters: {},
			kind: 'manual',
			trusted: false,
			now: () => now
		});
		if (document.reason !== null) throw new Error(document.reason);
		const { subjects, facts } = await before(document.run);
		const decision = await decide(archive, {
			...request,
			subject: subjects[0]!,
			action: 'trigger a spectrum',
			reason: 'the first that was selected',
			runs: [document.run],
			supersedes: null,
			now
		});
		console.log(
			`A run at ${document.basis} on ${document.inputs.length} objects of ${recent} packets, ${facts} rows; a decision on it; ${loadLine()}`
		);
		const again = async (otherwise?: Otherwise) => {
			const { batch } = await newestBatch(database);
			const question: Question = {
				database,
				basis: { knownAt: (Date.now() * 1000) as Instant, batch, pinned: false, isNow: true },
				viewer
			};
			const found = await readDecision(question, decision);
			return measured(() => replayDecision(archive, question, found, otherwise));
		};
		const first = await again();
		console.log(
			targetLine('replayed at once', said(first.value), first.value.identical) +
				` (${seconds(first.usage.wallSec)})`
		);
		const load = await measured(() => take(0, older, 'older nights'));
		const [{ alerts, touched, known }] = await database.sql<
			[{ alerts: number; touched: number; known: number }]
		>`
			select count(*)::integer as alerts,
				count(*) filter (where 'objects/' || survey || '/' || object_id = any(${subjects}::text[]))::integer as touched,
				count(*) filter (where known_at <= ${to})::integer as known
			from alert where batch > ${basis.batch}`;
		console.log(
			`${alerts} older alerts loaded in ${seconds(load.usage.wallSec)}, ${touched} of them of objects that the run read, ${known} known before its basis by their own account`
		);
		const second = await again();
		console.log(
			targetLine(`replayed after ${alerts} older alerts`, said(second.value), second.value.identical) +
				` (${seconds(second.usage.wallSec)})`
		);
		const at = { knownAt: to, batch: (await newestBatch(database)).batch, pinned: true, isNow: false };
		const third = await again({ at });
		console.log(
			targetLine('not identical with all that is on record', said(third.value), !third.value.identical) +
				` (${seconds(third.usage.wallSec)})`
		);

		async function before(run: string) {
			const read = await database.sql<{ subject: string }[]>`
				select subject from run_subject where run = ${run} order by subject`;
			const [row] = await database.sql<[{ facts: number }]>`
				select (select count(*) from alert)::integer + (select count(*) from photometry)::integer as facts`;
			return { subjects: read.map(({ subject }) => subject), facts: row.facts };
		}
	} finally {
		await database.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
});

function said({ words }: { readonly words: readonly string[] }): string {
	return words[0]!;
}

function seconds(sec: number): string {
	return `${sec.toFixed(1)} s`;
}
