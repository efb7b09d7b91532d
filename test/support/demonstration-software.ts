import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameIn, said } from './said.ts';

const examples = join(import.meta.dirname, '../../examples/analyses');

/** Names that an archive gave to what was carried out and decided in it. */
export interface DemonstratedSoftware {
	readonly run: string;
	readonly failedRun: string;
	readonly decision: string;
	/** The decision whose place `decision` took. */
	readonly supersededDecision: string;
	readonly backTest: string;
	readonly emptyBackTest: string;
}

/**
 * Gives the archive of a running portal what makes pages of software full: the examples in versions, one deployed, runs of
 * which one failed, a decision that took the place of another, back-tests, and a packet that was refused.
 */
export async function demonstrateSoftware(dataDir: string): Promise<DemonstratedSoftware> {
	const work = await mkdtemp(join(tmpdir(), 'lookback-analyses-'));
	const lookback = async (...args: string[]) => said(args, dataDir);
	const push = (folder: string, message: string) =>
		lookback('analysis', 'push', folder, '--message', message);
	try {
		const inside = join(work, 'inside-localization');
		await cp(join(examples, 'inside-localization'), inside, { recursive: true });
		await push(inside, 'Ask which objects are new inside a localization');
		await lookback('analysis', 'tag', 'inside-localization', 'v1');
		await replaceIn(join(inside, 'analysis.json'), '"default": 14', '"default": 21');
		await replaceIn(
			join(inside, 'main.js'),
			'if (seen.length === 0) return null;',
			'if (!seen.length) return;'
		);
		await push(inside, 'Wait a week longer for a first detection');
		// a folder within a repository would come with its history and its branch
		for (const name of ['catalogue-match', 'young-transients', 'neutrino-blazar']) {
			await cp(join(examples, name), join(work, name), { recursive: true });
			await push(join(work, name), 'As the examples have it');
		}
		await lookback('analysis', 'deploy', 'catalogue-match', '--parameter', 'radius_kpc=20');

		const inGw170817 = ['inside-localization', '--parameter', 'event=GW170817'];
		const ran = await lookback('run', ...inGw170817, '--known', '2017-10-17');
		await replaceIn(
			join(inside, 'main.js'),
			'const [found] = inputs.events;',
			'const [found] = inputs.event;'
		);
		await push(inside, 'Call an input by another name');
		const failed = await lookback('run', ...inGw170817, '--known', '2017-10-17');

		const subject = 'objects/literature/AT2017gfo';
		const run = nameIn(ran, /^Run (\S+)/);
		const decide = (...words: string[]) => lookback('decide', subject, ...words);
		const first = await decide(
			'--action',
			'trigger a spectrum',
			'--reason',
			'New, inside the map, and blue.'
		);
		const supersededDecision = nameIn(first, /^Decision (\S+)/);
		const second = await decide(
			...['--action', 'start a campaign', '--run', run, '--supersedes', supersededDecision],
			...['--known', '2017-10-17', '--reason'],
			'It was first seen after the merger, lies inside its map in a galaxy at its distance, and fades as nothing else does: every telescope that can reach it is asked to look, in the infrared above all.'
		);
		await lookback(
			'decide',
			'events/IceCube-170922A',
			'--action',
			'ignore',
			'--reason',
			'Too far from any blazar.'
		);

		const walk = (name: string) => lookback('backtest', name, '--from', '2017-08-17', '--to', '2017-12-01');
		const [full, empty] = [await walk('catalogue-match'), await walk('young-transients')];

		const broken = join(work, 'circular.json');
		await writeFile(broken, '{"circularId": 99002, "subject": ');
		const news = join(work, 'telling.json');
		await writeFile(news, JSON.stringify(telling));
		await lookback('ingest', broken, news, '--note', 'the night log of a hill top');
		return {
			run,
			failedRun: nameIn(failed, /^Run (\S+)/),
			decision: nameIn(second, /^Decision (\S+)/),
			supersededDecision,
			backTest: nameIn(full, /backtests\/(\w+)/),
			emptyBackTest: nameIn(empty, /backtests\/(\w+)/)
		};
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

/** What the deployed version has something to say of: an object in a galaxy of its catalogue. */
const telling = {
	lookback: 'telling/1',
	agent: 'hilltop',
	collection: 'hilltop.public',
	detections: [
		{
			...{ survey: 'hilltop', object: 'HT26a', mjd_utc: 61_100.152, exposure_sec: 120 },
			...{ ra_deg: 197.4504, dec_deg: -23.3815, band: 'r', mag: 18.31, mag_err: 0.05 }
		}
	]
};

async function replaceIn(file: string, before: string, after: string): Promise<void> {
	const text = await readFile(file, 'utf8');
	if (!text.includes(before)) throw new Error(`${file} has no ${before}.`);
	await writeFile(file, text.replace(before, after));
}
