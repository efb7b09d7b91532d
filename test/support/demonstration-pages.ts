import type { DemonstratedCampaign } from './demonstration-campaign.ts';
import type { DemonstratedSoftware } from './demonstration-software.ts';

const then = 'known=2017-08-18T05:10:00Z';

export interface DemonstrationPage {
	readonly name: string;
	readonly path: string;
	/** As an administrator sees it, who is signed in. */
	readonly isSignedIn?: boolean;
}

/** Every kind of page over what a first start brings along: full and empty, right and wrong, now and in the past. */
const firstPages: readonly DemonstrationPage[] = [
	{ name: 'first page', path: '/' },
	{ name: 'first page in the past', path: `/?${then}` },
	{ name: 'first page before anything', path: '/?known=1990-01-01' },
	{ name: 'stories', path: '/stories' },
	{ name: 'story at its beginning', path: '/stories/17-august-2017?known=2017-08-17T12:41:00Z' },
	{ name: 'story', path: `/stories/17-august-2017?${then}` },
	{ name: 'story as the public saw it', path: `/stories/17-august-2017?${then}&as_seen_by=public` },
	{ name: 'story of a neutrino', path: '/stories/icecube-170922a' },
	{ name: 'story of a retraction', path: '/stories/s190405ar' },
	{ name: 'object', path: '/objects/literature/AT2017gfo' },
	{ name: 'object in flux', path: '/objects/literature/AT2017gfo?y=flux' },
	{ name: 'object with one measurement', path: '/objects/swope/SSS17a' },
	{ name: 'object in the past', path: `/objects/decam/NGC4993-OT?${then}` },
	{ name: 'no such object', path: '/objects/ztf/nothing' },
	{ name: 'objects', path: '/objects' },
	{ name: 'objects in a cone', path: '/objects?ra=197.45&dec=-23.38&radius_arcsec=10' },
	{ name: 'no objects', path: '/objects?class=nothing' },
	{ name: 'events', path: '/events' },
	{ name: 'event', path: '/events/GW170817' },
	{ name: 'event without a map', path: '/events/G298048' },
	{ name: 'event in the past', path: `/events/Fermi-524666471?${then}` },
	{ name: 'retracted event', path: '/events/S190405ar' },
	{ name: 'neutrino', path: '/events/IceCube-170922A' },
	{ name: 'history', path: '/history/events/G298048' },
	{ name: 'comparison to be made', path: '/diff' },
	{
		name: 'comparison',
		path: '/diff?subject=events/G298048&from=2017-08-17T14:00:00Z&to=2017-08-18T05:10:00Z'
	},
	{ name: 'search for a name', path: '/search?q=SSS17a' },
	{ name: 'search for a place', path: '/search?q=197.45+-23.38+1m' },
	{ name: 'search for nothing', path: '/search?q=nothing-of-this-name' },
	{ name: 'sky', path: '/sky' },
	{ name: 'sources', path: '/sources' },
	{ name: 'refused', path: '/sources/refused' },
	{ name: 'ledger', path: '/batches' },
	{ name: 'batch', path: '/batches/5' },
	{ name: 'schedule', path: '/schedule' },
	{ name: 'schedule before anything', path: '/schedule?known=1990-01-01' },
	{ name: 'facilities', path: '/facilities' },
	{ name: 'facility', path: '/facilities/lco-lsc' },
	{ name: 'facility in orbit', path: '/facilities/swift' },
	{ name: 'no such facility', path: '/facilities/nothing' },
	{ name: 'campaigns', path: '/campaigns' },
	{ name: 'no campaigns', path: `/campaigns?${then}` },
	{ name: 'plans', path: '/plans' },
	{ name: 'no plans', path: `/plans?${then}` },
	{ name: 'no pointings', path: '/pointings' },
	{ name: 'position to be observed', path: '/observe' },
	{
		name: 'when an object is up',
		path: '/observe?ra=197.45&dec=-23.38&subject=objects/literature/AT2017gfo'
	},
	{ name: 'collections', path: '/collections' },
	{ name: 'groups', path: '/groups' },
	{ name: 'group', path: '/groups/gcn' },
	{ name: 'keys', path: '/keys' },
	{ name: 'sign in', path: '/sign-in' },
	{ name: 'account without sign in', path: '/account' },
	{ name: 'no such page', path: '/no/such/page' },
	{ name: 'bad moment', path: '/objects?known=whenever' }
];

/** What is behind a sign-in. */
const signedInPages: readonly DemonstrationPage[] = [
	{ name: 'account', path: '/account' },
	{ name: 'people', path: '/people' },
	{ name: 'audit log', path: '/audit' },
	{ name: 'group of an administrator', path: '/groups/gcn' },
	{ name: 'groups of an administrator', path: '/groups' },
	{ name: 'ledger of an administrator', path: '/batches' },
	{ name: 'refused of an administrator', path: '/sources/refused' },
	{ name: 'decision to be made', path: '/decisions/new?subject=objects/literature/AT2017gfo' }
].map((page) => ({ ...page, isSignedIn: true }));

/** Pages of software, full and empty, now and in the past. */
function softwarePages(software: DemonstratedSoftware): DemonstrationPage[] {
	const { run, failedRun, decision, supersededDecision, backTest, emptyBackTest } = software;
	const inside = '/software/inside-localization';
	return [
		{ name: 'software', path: '/software' },
		{ name: 'software before anything', path: `/software?${then}` },
		{ name: 'analysis', path: inside },
		{ name: 'analysis that is deployed', path: '/software/catalogue-match', isSignedIn: true },
		{ name: 'no such analysis', path: '/software/nothing' },
		{ name: 'version', path: `${inside}/v1` },
		{ name: 'version to be deployed', path: `${inside}/main`, isSignedIn: true },
		{ name: 'version against an older one', path: `${inside}/main?against=v1` },
		{ name: 'file of a version', path: `${inside}/main?file=main.js` },
		{ name: 'version with a catalogue', path: '/software/catalogue-match/main' },
		{ name: 'version with warnings', path: '/software/neutrino-blazar/main' },
		{ name: 'history of an analysis', path: '/history/software/inside-localization' },
		{ name: 'runs', path: '/runs' },
		{ name: 'no runs', path: `/runs?${then}` },
		{ name: 'run', path: `/runs/${run}` },
		{ name: 'run that failed', path: `/runs/${failedRun}` },
		{ name: 'no such run', path: '/runs/nothing' },
		{ name: 'decisions', path: '/decisions' },
		{ name: 'no decisions', path: `/decisions?${then}` },
		{ name: 'decision', path: `/decisions/${decision}` },
		{ name: 'superseded decision', path: `/decisions/${supersededDecision}` },
		{ name: 'decision to be made without sign in', path: '/decisions/new?subject=events/G298048' },
		{ name: 'backtests', path: '/backtests' },
		{ name: 'no backtests', path: `/backtests?${then}` },
		{ name: 'backtest', path: `/backtests/${backTest}` },
		{ name: 'backtest that selects nothing', path: `/backtests/${emptyBackTest}` },
		{ name: 'provenance of an object', path: '/provenance/objects/literature/AT2017gfo' },
		{ name: 'provenance of an event', path: '/provenance/events/GW170817' },
		{ name: 'provenance of a run', path: `/provenance/runs/${run}` },
		{ name: 'provenance of a decision', path: `/provenance/decisions/${decision}` },
		{ name: 'provenance of a backtest', path: `/provenance/backtests/${backTest}` },
		{ name: 'no provenance', path: '/provenance/objects/ztf/nothing' }
	];
}

/** Pages of a campaign, its plan and its blocks, as everybody and as an administrator sees them. */
function plannedPages(planned: DemonstratedCampaign): DemonstrationPage[] {
	const { campaign, plan, executedBlock, declinedBlock, proposedBlock } = planned;
	return [
		{ name: 'campaign', path: `/campaigns/${campaign}` },
		{ name: 'campaign of a planner', path: `/campaigns/${campaign}`, isSignedIn: true },
		{ name: 'earlier revision of a campaign', path: `/campaigns/${campaign}?revision=1` },
		{ name: 'plan', path: `/plans/${plan}` },
		{ name: 'plan to be replayed', path: `/plans/${plan}/replay`, isSignedIn: true },
		{ name: 'pointings', path: `/pointings?campaign=${campaign}` },
		{ name: 'executed block', path: `/schedule/${executedBlock}` },
		{ name: 'declined block', path: `/schedule/${declinedBlock}` },
		{ name: 'block to be answered', path: `/schedule/${proposedBlock}`, isSignedIn: true },
		{ name: 'position to be asked for', path: '/observe?ra=148.9683&dec=69.6797', isSignedIn: true },
		{ name: 'provenance of a plan', path: `/provenance/plans/${plan}` }
	];
}

/** Every kind of page over what a demonstration holds. */
export function demonstrationPages(
	software: DemonstratedSoftware,
	planned: DemonstratedCampaign
): readonly DemonstrationPage[] {
	return [...firstPages, ...signedInPages, ...softwarePages(software), ...plannedPages(planned)];
}
