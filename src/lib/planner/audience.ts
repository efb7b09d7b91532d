import { everyone } from '#lib/access/audience.ts';

/** Collection that holds what is planned for an audience: campaigns, plans, blocks as their owners know them. */
export function campaignCollection(audience: string): string {
	return audience === everyone ? 'campaigns.public' : `${audience}.campaigns`;
}

/** Collection that holds who asked which telescope for which time, as everyone may know it. */
export const scheduleCollection = 'schedule.public';

/** Collection that holds where instruments looked, as everyone may know it. */
export const pointingCollection = 'pointings.public';

/** Collection that holds facilities as everyone may know them. */
export const facilityCollection = 'facilities.public';

/** Collection that holds a facility as its own people know it. */
export function ownFacilityCollection(operators: string): string {
	return `${operators}.facility`;
}
