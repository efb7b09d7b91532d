import { join } from 'node:path';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { ingest, parseKnownRule, resolveBasis } from '#lib/archive/index.server.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { carryOutBackTest, recordBackTest } from '#lib/versioning/backtest/index.server.ts';
import { decide } from '#lib/versioning/decisions/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { pushFolder } from '#lib/versioning/store/index.server.ts';
import { corrected, loadCorrected } from '../e2e/corrected.ts';
import { present } from './archive.ts';
import { planSomething } from './planned.ts';
import { startPortal } from './portal.ts';
import { storyArchive } from './story-archive.ts';

const examples = join(import.meta.dirname, '../../examples/analyses');

/** A page of every route, as an administrator of the archive sees it, who sees all of them. */
export const pages: Record<string, string> = {
	'/': '/',
	'/account': '/account',
	'/alerts/[survey]/[id]': `/alerts/ztf/${corrected.alertId}`,
	'/audit': '/audit',
	'/backtests': '/backtests',
	'/backtests/[id]': '/backtests',
	'/batches': '/batches',
	'/batches/[number]': '/batches/5',
	'/campaigns': '/campaigns',
	'/campaigns/[id]': '/campaigns',
	'/collections': '/collections',
	'/decisions': '/decisions',
	'/decisions/[id]': '/decisions',
	'/decisions/[id]/replay': '/decisions',
	'/decisions/new': '/decisions/new?subject=objects/literature/AT2017gfo',
	'/diff': '/diff?subject=events/G298048&from=2017-08-17T14:00:00Z&to=2017-08-18T05:10:00Z',
	'/enter/[secret]': '/enter/no-such-link',
	'/events': '/events',
	'/events/[name]': '/events/GW170817',
	'/facilities': '/facilities',
	'/facilities/[id]': '/facilities/lco-lsc',
	'/groups': '/groups',
	'/groups/[name]': '/groups/gcn',
	'/history/[...subject]': '/history/events/G298048',
	'/keys': '/keys',
	'/notices/[...id]': '/events/G298048',
	'/objects': '/objects',
	'/objects/[survey]/[id]': '/objects/literature/AT2017gfo',
	'/observe': '/observe?ra=197.45&dec=-23.38&subject=objects/literature/AT2017gfo',
	'/people': '/people',
	'/plans': '/plans',
	'/plans/[id]': '/plans',
	'/plans/[id]/compare': '/plans',
	'/plans/[id]/replay': '/plans',
	'/pointings': '/pointings',
	'/provenance/[...subject]': '/provenance/objects/literature/AT2017gfo',
	'/runs': '/runs',
	'/runs/[id]': '/runs',
	'/runs/[id]/replay': '/runs',
	'/schedule': '/schedule',
	'/schedule/[id]': '/schedule',
	'/search': '/search?q=197.45+-23.38+1m',
	'/sign-in': '/sign-in',
	'/sky': '/sky',
	'/software': '/software',
	'/software/[name]': '/software/inside-localization',
	'/software/[name]/[commit]': '/software/inside-localization/main',
	'/sources': '/sources',
	'/sources/refused': '/sources/refused',
	'/sources/refused/[packet]': '/sources/refused',
	'/stories': '/stories',
	'/stories/[slug]': '/stories/17-august-2017?known=2017-08-18T05:10:00Z'
};

/** Pages whose addresses hold what an archive makes up: the first link of their list leads there. */
export const behind: Readonly<Record<string, string>> = {
	'/notices/[...id]': 'main td a[href^="/notices/"]',
	'/sources/refused/[packet]': 'main td a[href^="/sources/refused/"]'
};

/** A portal over an archive that has something for a page of every route, and the secret of its administrator's session. */
export async function everyPage(): Promise<{
	readonly address: string;
	readonly session: string;
}> {
	const archive = await storyArchive();
	const load = async (packets: readonly PacketArrival[], rule: string, collection?: string) => {
		const arrivals = async function* () {
			yield* packets;
		};
		const options = {
			actor: 'test',
			note: 'invented',
			rule: parseKnownRule(rule),
			collection,
			now: () => present
		};
		await ingest(archive.database, archive.store, arrivals(), options);
	};
	await loadCorrected({ load });
	const broken = Buffer.from('{"circularId": 99002, "subject": ');
	await load([{ name: 'broken.json', bytes: broken, original: broken }], 'received', 'gcn.public');
	await useAnalysis(archive);
	const planned = await planSomething(archive);
	pages['/campaigns/[id]'] = `/campaigns/${planned.campaign}`;
	pages['/plans/[id]'] = `/plans/${planned.plan}`;
	pages['/plans/[id]/compare'] = `/plans/${planned.plan}/compare?with=${planned.plan}`;
	pages['/plans/[id]/replay'] = `/plans/${planned.plan}/replay`;
	pages['/schedule/[id]'] = `/schedule/${planned.block}`;
	const { address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	const clock = (Date.now() * 1000) as Instant;
	const { secret } = await openSession(archive.database, null, 'link', null, clock);
	return { address, session: secret };
}

/** An example in the store, a run of it, a decision that rests on it, and a back-test. */
async function useAnalysis(archive: Awaited<ReturnType<typeof storyArchive>>) {
	const { database } = archive;
	const audience = 'public';
	const push = async (name: string) => {
		const wish = { folder: join(examples, name), name, audience, branch: 'main', message: null };
		const pushed = await pushFolder(
			archive,
			await localViewer(database),
			{ ...wish, isForced: false },
			present
		);
		return { name, commit: pushed.commit };
	};
	const inside = await push('inside-localization');
	const young = await push('young-transients');
	// sees the collection of analyses, which there is only now
	const viewer = await localViewer(database);
	const basis = await resolveBasis(database, { known: '2017-10-17T00:00:00Z' }, present);
	const asked = { audience, basis, viewer, actor: 'test' };
	const parameters = { event: 'GW170817' };
	const now = () => present;
	const carriedOut = { ...asked, ...inside, parameters, kind: 'manual', trusted: false, now } as const;
	const { document } = await runAnalysis(archive, carriedOut);
	const decision = await decide(archive, {
		...asked,
		subject: 'objects/literature/AT2017gfo',
		action: 'trigger a spectrum',
		reason: 'first seen after the merger, inside its map',
		runs: [document.run],
		supersedes: null,
		now: present
	});
	const walked = await carryOutBackTest(
		{ ...archive, viewer, now: present, signal: new AbortController().signal, onProgress: () => undefined },
		{
			...{ ...young, parameters: {}, audience, trusted: false },
			from: parseInstant('2017-08-17T00:00:00Z'),
			to: present,
			every: 'alert',
			survey: null,
			label: null,
			labelKnownAt: null
		}
	);
	await recordBackTest(archive, walked, 'test', present);
	pages['/runs/[id]'] = `/runs/${document.run}`;
	pages['/runs/[id]/replay'] = `/runs/${document.run}/replay`;
	pages['/decisions/[id]'] = `/decisions/${decision}`;
	pages['/decisions/[id]/replay'] = `/decisions/${decision}/replay`;
	pages['/backtests/[id]'] = `/backtests/${walked.id}`;
}
