/** The front door of facilities. */
export { withClosures, type Closure } from './closures.ts';
export { inBrief } from './in-brief.ts';
export { listFacilities, readFacility, type KnownFacility } from './read.server.ts';
export { recordFacilities, type FacilityWish } from './record.server.ts';
export { seedFacilities } from './seed.server.ts';
export { recordStartingFacilities } from './starting-facilities.server.ts';
export { checkFacility, formatFacility, parseFacility } from './yaml.ts';
