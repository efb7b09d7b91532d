/** The archive's front door: what pages, APIs, the planner and analyses may use of it. */
export { resolveBasis, newestBatch, type ResolvedBasis } from './basis.server.ts';
export { ingest, type IngestOptions } from './ingest/ingest.server.ts';
export { parseKnownRule, type KnownRule } from './ingest/knowledge.ts';
export type { IngestReport } from './ingest/report.ts';
export { openPaths } from './packets/open.server.ts';
export { folderStore } from './raw/folder-store.server.ts';
export { openStore } from './raw/open-store.server.ts';
export type { RawStore } from './raw/store.ts';
export { readAlert } from './read/alerts.server.ts';
export { readCutout } from './read/cutouts.server.ts';
export { listBatches, readBatch } from './read/batches.server.ts';
export { diffEvent, diffObject, diffRegion, type Changes, type Comparison } from './read/diff.server.ts';
export { readEvent, readNotice, readSkymap, type EventPage } from './read/events.server.ts';
export { listEvents, type EventSummary } from './read/list-events.server.ts';
export { readHistory, readMoments, type HistoryCursor, type HistoryEntry } from './read/history.server.ts';
export { readRecentSky, type RecentObject, type RecentSky } from './read/newest-alerts.server.ts';
export {
	newestMappedEvents,
	newestNotices,
	newestStatements,
	type Headline,
	type MappedEvent
} from './read/news.server.ts';
export { readObject, type ObjectPage, type ObjectSummary } from './read/objects.server.ts';
export { readPacket, type OriginalPacket } from './read/packets.server.ts';
export type { Question } from './read/question.ts';
export { cone, credibleRegion, type Region } from './read/region.ts';
export type { Alert, LedgerBatch, Localization, Measurement, Notice, Statement } from './read/rows.ts';
export { readSearch, type NamedThing, type Reading } from './read/search.server.ts';
export { type FoundObject } from './read/objects-among.server.ts';
export { searchObjects, type ObjectCursor } from './read/search-objects.server.ts';
export { listQuarantine, listSources, type Quarantined, type SourceCount } from './read/sources.server.ts';
export { verify, type Verification } from './verify.server.ts';
