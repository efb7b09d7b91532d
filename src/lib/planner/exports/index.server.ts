/** The front door of exports. */
export { calendarOf } from './calendar.ts';
export { circularOf, eventsOf, type EventMaps } from './circular.ts';
export { blocksFor, facilitiesFor, mapsFor, pointingsFor, retractedAmong } from './gather.server.ts';
export { lcoRequestGroups } from './lco.ts';
export { mocFits, mocJson, mocOf } from './moc.ts';
export {
	fieldOf,
	isOff,
	ofBlock,
	ofPlanBlock,
	ofPointing,
	type Exported,
	type Facilities,
	type Observation
} from './observation.ts';
export { obsplanColumns } from './obsplan-columns.ts';
export { obsplanRows } from './obsplan.ts';
export { regionsOf, withoutField } from './regions.ts';
export { sedmRequests } from './sedm.ts';
export { treasureMapOf } from './treasure-map.ts';
