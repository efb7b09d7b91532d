export const campaignHeads = {
	campaign: 'Campaign',
	title: 'Title',
	state: 'State',
	owner: 'Wanted by',
	audience: 'Who sees it',
	revision: 'Revision',
	reason: 'Why',
	actor: 'By',
	known_at: 'Known since, UTC'
};
