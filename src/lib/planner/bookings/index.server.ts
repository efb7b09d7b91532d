/** The front door of the shared schedule. */
export { acts, actsFrom, reasonKinds, type Act, type ReasonKind, type Side } from './acts.ts';
export { change, sidesFor, type Change } from './change.server.ts';
export { findConflicts, type FoundConflicts, type ResolvableConflict } from './conflicts.server.ts';
export { movesOf, type Move } from './moves.server.ts';
export { propose, type Actor, type BookingArchive, type Wanter } from './propose.server.ts';
export {
	blockHistory,
	blocksAsProposed,
	heldAt,
	listBlocks,
	readBlock,
	type Block,
	type BlockFilter
} from './read.server.ts';
export type { BlockWish } from './wish.ts';
