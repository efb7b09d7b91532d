import { audit, collections, group, groups, people } from './access.server.ts';
import { backtest, backtests } from './backtests.server.ts';
import { campaign, campaignCoverage, campaigns } from './campaigns.server.ts';
import { event, events, notice, skymap } from './events.server.ts';
import { altitudes, facilities, facility, observe } from './facilities.server.ts';
import { batch, batches, refused, refusedPacket, sources } from './ledger.server.ts';
import { alert, object, objects } from './objects.server.ts';
import { plan, planComparison, planOutcome, plans } from './plans.server.ts';
import { provenance } from './provenance.server.ts';
import type { Resource } from './resource.ts';
import { decision, decisions, run, runs } from './runs.server.ts';
import { block, pointings, schedule } from './schedule.server.ts';
import { search } from './search.server.ts';
import { analyses, analysis, version } from './software.server.ts';
import { stories, story } from './stories.server.ts';
import { sky } from './sky.server.ts';
import { diff, history } from './time.server.ts';

/** Everything that has a page and files, by the names the routes use. */
export const resources = {
	objects,
	object,
	alert,
	events,
	event,
	skymap,
	notice,
	history,
	diff,
	batches,
	batch,
	sources,
	refused,
	refusedPacket,
	search,
	stories,
	story,
	sky,
	runs,
	run,
	decisions,
	decision,
	collections,
	groups,
	group,
	analyses,
	analysis,
	version,
	audit,
	people,
	backtests,
	backtest,
	provenance,
	facilities,
	facility,
	campaigns,
	campaign,
	campaignCoverage,
	plans,
	plan,
	planComparison,
	planOutcome,
	schedule,
	block,
	observe,
	altitudes,
	pointings
};

/** All of them, whatever they answer. */
export const allResources: readonly Resource[] = Object.values(resources);
