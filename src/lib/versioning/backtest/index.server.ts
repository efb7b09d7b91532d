/** The front door of back-tests. */
export { carryOutBackTest, type BackTest, type Place, type Wish } from './back-test.server.ts';
export { listBackTests, readBackTest, readBackTestDocument, type RecordedBackTest } from './read.server.ts';
export { recordBackTest } from './record.server.ts';
