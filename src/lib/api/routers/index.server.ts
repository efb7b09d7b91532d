import { callerFactory, router } from '../trpc.server.ts';
import { alertsRouter } from './alerts.server.ts';
import { auditRouter } from './audit.server.ts';
import { backTestsRouter } from './backtests.server.ts';
import { campaignsRouter } from './campaigns.server.ts';
import { changesRouter } from './changes.server.ts';
import { collectionsRouter } from './collections.server.ts';
import { decisionsRouter } from './decisions.server.ts';
import { diffRouter } from './diff.server.ts';
import { eventsRouter } from './events.server.ts';
import { facilitiesRouter } from './facilities.server.ts';
import { groupsRouter } from './groups.server.ts';
import { historyRouter } from './history.server.ts';
import { ingestRouter } from './ingest.server.ts';
import { batchesRouter, sourcesRouter } from './ledger.server.ts';
import { noticesRouter } from './notices.server.ts';
import { objectsRouter } from './objects.server.ts';
import { observeRouter } from './observe.server.ts';
import { peopleRouter } from './people.server.ts';
import { pointingsRouter } from './pointings.server.ts';
import { runsRouter } from './runs.server.ts';
import { plansRouter } from './plans.server.ts';
import { provenanceRouter } from './provenance.server.ts';
import { scheduleRouter } from './schedule.server.ts';
import { searchRouter } from './search.server.ts';
import { storiesRouter } from './stories.server.ts';
import { softwareRouter } from './software.server.ts';
import { skyRouter } from './sky.server.ts';

/** Everything the archive answers and takes in; pages, files, REST and tRPC all call these procedures. */
export const appRouter = router({
	objects: objectsRouter,
	alerts: alertsRouter,
	events: eventsRouter,
	notices: noticesRouter,
	history: historyRouter,
	diff: diffRouter,
	batches: batchesRouter,
	sources: sourcesRouter,
	search: searchRouter,
	stories: storiesRouter,
	sky: skyRouter,
	collections: collectionsRouter,
	runs: runsRouter,
	decisions: decisionsRouter,
	groups: groupsRouter,
	software: softwareRouter,
	audit: auditRouter,
	people: peopleRouter,
	packets: ingestRouter,
	backtests: backTestsRouter,
	provenance: provenanceRouter,
	facilities: facilitiesRouter,
	changes: changesRouter,
	campaigns: campaignsRouter,
	plans: plansRouter,
	schedule: scheduleRouter,
	observe: observeRouter,
	pointings: pointingsRouter
});

export type AppRouter = typeof appRouter;

/** Calls procedures in this process, with the archive's own values in and out. */
export const callerOf = callerFactory(appRouter);
export type Caller = ReturnType<typeof callerOf>;
