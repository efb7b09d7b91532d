import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameIn, said } from './said.ts';

/** Names that an archive gave to what was planned and asked for in it. */
export interface DemonstratedCampaign {
	readonly campaign: string;
	readonly plan: string;
	readonly executedBlock: string;
	readonly declinedBlock: string;
	readonly proposedBlock: string;
}

/**
 * Gives the archive of a running portal what makes pages of the planner full: a campaign in two revisions, a plan for the
 * coming day, and its blocks in several states.
 */
export async function demonstrateCampaign(dataDir: string): Promise<DemonstratedCampaign> {
	const work = await mkdtemp(join(tmpdir(), 'lookback-campaign-'));
	const lookback = async (...args: string[]) => said(args, dataDir);
	const save = async (campaign: object, ...words: string[]) => {
		const file = join(work, 'campaign.json');
		await writeFile(file, JSON.stringify(campaign));
		await lookback('campaign', 'save', file, ...words);
	};
	try {
		await save(wanted);
		const targets = wanted.goals.targets.filter(({ name }) => name !== southern.name);
		await save(
			{ ...wanted, follows: 1, goals: { ...wanted.goals, targets } },
			...['--reason', 'The galaxy in the south stands behind the Sun for weeks.']
		);
		const now = Date.now();
		const [from, to] = [now + 1_800_000, now + 88_200_000].map((at) => new Date(at).toISOString());
		const made = await lookback(
			...['plan', 'make', wanted.campaign, '--from', from!, '--to', to!, '--iterations', '10']
		);
		const plan = nameIn(made, /^Plan (\S+)/m);
		const proposed = await lookback('plan', 'propose', plan);
		const blocks = nameIn(proposed, /proposed: (.*)/).split(' ');
		const [executedBlock, declinedBlock, failedBlock, acceptedBlock] = blocks as [string, ...string[]];
		const act = (verb: string, block: string | undefined, ...words: string[]) =>
			block && lookback('block', verb, block, ...words);
		await act('accept', executedBlock);
		const [began, ended] = [now - 1_800_000, now - 600_000].map((at) => new Date(at).toISOString());
		await act('execute', executedBlock, '--from', began!, '--to', ended!, '--depth', '21.3');
		await act('decline', declinedBlock, '--reason-kind', 'override', '--reason', 'A burst came before it.');
		await act('accept', failedBlock);
		await act('fail', failedBlock, '--reason-kind', 'weather', '--reason', 'Cloud all night.');
		await act('accept', acceptedBlock);
		return {
			campaign: wanted.campaign,
			plan,
			executedBlock,
			declinedBlock: declinedBlock!,
			proposedBlock: blocks.findLast((one) => one !== '...')!
		};
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

const spectrum = [{ band: null, exposureSec: 900, exposures: 2 }];
const images = ['g', 'r', 'i'].map((band) => ({ band, exposureSec: 120, exposures: 3 }));

const southern = {
	...{ name: 'AT2017gfo', subject: 'objects/literature/AT2017gfo', raDeg: 197.4503, decDeg: -23.3815 },
	...{ sets: spectrum, kinds: ['spectrograph', 'imaging-spectrograph'], priority: 3 }
};

/** What is up at some telescope in any night of a year. */
const wanted = {
	campaign: 'blazar-and-galaxies',
	title: 'A blazar that may emit neutrinos, and galaxies for comparison',
	owner: 'public',
	audience: 'public',
	goals: {
		targets: [
			southern,
			{
				...{ name: 'TXS 0506+056', raDeg: 77.3582, decDeg: 5.6931, sets: images },
				...{ visits: 3, cadenceHours: { least: 2, greatest: 12 }, priority: 2 }
			},
			{ name: 'M 82', raDeg: 148.9683, decDeg: 69.6797, sets: images, visits: 2 },
			{ name: 'a field at the southern pole', raDeg: 30, decDeg: -85, sets: images }
		],
		coverage: [{ event: 'GW170817', sets: [{ band: 'r', exposureSec: 60 }] }]
	}
};
