/** The front door of campaigns. */
export type { Goals } from './goals.ts';
export { coverageProgress, type CoverageStep } from './progress.server.ts';
export {
	campaignRevisions,
	listCampaigns,
	readCampaign,
	type Campaign,
	type CampaignFilter
} from './read.server.ts';
export { recordCampaign, type CampaignWish } from './record.server.ts';
