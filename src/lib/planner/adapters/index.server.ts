/** The front door of adapters: systems of facilities that take requests and say what became of them. */
export type { Adapter, RemoteStatus } from './adapter.ts';
export { readAdapters } from './config.server.ts';
export { syncAdapters, type SyncReport } from './sync.server.ts';
