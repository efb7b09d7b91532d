/** The archive's front door: what pages, APIs, the planner and analyses may use of it. */
export type { Difference } from './diff.ts';
export { resolveBasis, newestBatch, type ResolvedBasis } from './basis.server.ts';
export { ingest } from './ingest/ingest.server.ts';
export type { IngestOptions } from './ingest/options.ts';
export { parseKnownRule, type KnownRule } from './ingest/knowledge.ts';
export type { IngestReport } from './ingest/report.ts';
export { readImage } from './packets/fits/image.ts';
export { shadesOf } from './packets/fits/stretch.ts';
export { filesOfArchive } from './packets/open/archive-files.server.ts';
export { contentsOf, openPaths } from './packets/open.server.ts';
export { folderStore } from './raw/folder-store.server.ts';
export { openStore } from './raw/open-store.server.ts';
export type { RawStore } from './raw/store.ts';
export { asOf, visible } from './read/as-of.server.ts';
export { changedSince } from './read/changed-since.server.ts';
export { readAlert } from './read/alerts.server.ts';
export { readCutout } from './read/cutouts.server.ts';
export { subjectsOfBatch, tellingsOfBatch, type BatchSubject } from './read/batch-subjects.server.ts';
export { listBatches, readBatch } from './read/batches.server.ts';
export { diffEvent, diffObject, diffRegion, type Changes, type Comparison } from './read/diff.server.ts';
export { readEvent, readNotice, readSkymap, type EventPage } from './read/events.server.ts';
export { readSkymapDistances } from './read/skymap-distances.server.ts';
export { sameEvents } from './read/same-events.server.ts';
export { listEvents, summariesOf, type EventSummary } from './read/list-events.server.ts';
export { readHistory, tellingsAbout, type HistoryCursor, type HistoryEntry } from './read/history.server.ts';
export { inIndexOrder } from './read/in-index-order.server.ts';
export { readBatchSteps, type BatchSteps, type LedgerPart } from './read/batch-steps.server.ts';
export { momentsOfList, mostTold, toldOf, type ToldOfList } from './read/list-moments.server.ts';
export { readMoments } from './read/moments.server.ts';
export { readNoticeMoments, readObjectNewsMoments, readSkyMoments } from './read/news-moments.server.ts';
export { momentsOfObjects, type ListedObjects } from './read/object-moments.server.ts';
export { readOrigin } from './read/origin.server.ts';
export { readHindsight } from './read/hindsight.server.ts';
export { readRecentSky, type RecentObject, type RecentSky } from './read/newest-alerts.server.ts';
export { listStatements, statementsAbout } from './read/list-statements.server.ts';
export { newestMaps, newestNotices, newestStatements, type Headline } from './read/news.server.ts';
export { summary, type ObjectSummary } from './read/object-summary.ts';
export {
	alertsOf,
	readObject,
	readObjectCurve,
	type CurveMeasurement,
	type ObjectPage
} from './read/objects.server.ts';
export {
	momentsOfBatches,
	objectsInReach,
	tellingsOfObjects,
	type ObjectTellings,
	type PlacedObject
} from './read/tellings-of-objects.server.ts';
export { recordFacts, type Document } from './record-document.server.ts';
export type { Row } from './ingest/rows.ts';
export { readPacket, type OriginalPacket } from './read/packets.server.ts';
export type { Question } from './read/question.ts';
export { questionFor } from './read/question-for.server.ts';
export { cone, credibleRegion, type Region } from './read/region.ts';
export type { Alert, LedgerBatch, Localization, Measurement, Notice, Statement } from './read/rows.ts';
export { momentsOfName, readSearch, type NamedThing, type Reading } from './read/search.server.ts';
export { type FoundObject } from './read/objects-among.server.ts';
export { objectsAround, smallCone, smallPartOf } from './read/objects-around.server.ts';
export { batchesTouching, subjectsTouched } from './read/touched.server.ts';
export { tellingsOf } from './read/tellings-of.server.ts';
export { readTold, type ToldFacts, type ToldMoment } from './read/told.server.ts';
export { searchObjects, type ObjectCursor } from './read/search-objects.server.ts';
export {
	holdsStory,
	readStory,
	tellingsOfStory,
	type StoryEntry,
	type StorySubject
} from './read/story.server.ts';
export {
	countReasons,
	listQuarantine,
	listSources,
	refusalsOf,
	type SourceCount
} from './read/sources.server.ts';
export { countByCollection, countByTime, type Received } from './read/tallies.server.ts';
export { verify, type Verification } from './verify.server.ts';
