import { campaignColumns, coverageStepColumns } from '#lib/planner/campaigns/columns.ts';
import { campaignInput, campaignsInput } from '../routers/campaigns.server.ts';
import type { Caller } from '../routers/index.server.ts';
import type { Resource } from './resource.ts';

export const campaigns: Resource<Awaited<ReturnType<Caller['campaigns']['list']>>> = {
	path: '/campaigns',
	name: 'listCampaigns',
	summary: 'Campaigns, the latest changed first.',
	input: campaignsInput,
	answer: (caller, input) => caller.campaigns.list(input),
	json: { campaigns: { rows: campaignColumns } },
	tables: {
		campaigns: {
			description: 'Campaigns, the latest changed first.',
			columns: campaignColumns,
			rows: (answer) => answer.campaigns
		}
	}
};

export const campaign: Resource<Awaited<ReturnType<Caller['campaigns']['read']>>> = {
	path: '/campaigns/{id}',
	name: 'readCampaign',
	summary: 'A campaign: its goals, and every revision of them.',
	input: campaignInput,
	answer: (caller, input) => caller.campaigns.read(input),
	json: {
		campaign: { row: campaignColumns },
		goals: { schema: { type: 'object', description: 'Targets and localizations it wants observed.' } },
		revisions: { rows: campaignColumns }
	},
	tables: {
		revisions: {
			description: 'Revisions of the campaign, the newest first.',
			columns: campaignColumns,
			rows: (answer) => answer.revisions
		}
	}
};

export const campaignCoverage: Resource<Awaited<ReturnType<Caller['campaigns']['coverage']>>> = {
	path: '/campaigns/{id}/coverage',
	name: 'readCampaignCoverage',
	summary:
		'How much of each localization that a campaign wants was covered by when, by whomever, and is to be.',
	input: campaignInput,
	answer: (caller, input) => caller.campaigns.coverage(input),
	json: {
		campaign: { schema: { type: 'string', description: 'Name of the campaign.' } },
		revision: { schema: { type: 'integer', description: 'Revision whose localizations are meant.' } },
		steps: { rows: coverageStepColumns }
	},
	tables: {
		steps: {
			description: 'Looks at localizations, in order of time.',
			columns: coverageStepColumns,
			rows: (answer) => answer.steps
		}
	}
};
