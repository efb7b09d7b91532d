/** The front door of pointings. */
export { pointingColumns } from './columns.ts';
export { looksOf } from './looks.ts';
export type { PointingWish, Telling } from './pointing.ts';
export { countPointings, listPointings, type Pointing, type PointingFilter } from './read.server.ts';
export { recordPointings, type PointingFile } from './record.server.ts';
