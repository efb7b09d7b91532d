/** The front door of adapters: systems of facilities that take requests and say what became of them. */
export type { Adapter, RemoteStatus } from './adapter.ts';
export { readAdapters } from './config.server.ts';
export type { Look } from './look.ts';
export { keepLook, readLooks } from './looks.server.ts';
export { syncAdapter, type SyncReport } from './sync.server.ts';
export { lookOf, watchAdapters } from './watch.server.ts';
