const blocks = ['block', 'facility'];
const plans = ['plan', 'campaign', 'notice', 'localization', ...blocks];

/** What pages follow while they show the present: relations of which a change changes them, by the route. */
export const followedBy: Readonly<Record<string, readonly string[]>> = {
	'/schedule': blocks,
	'/schedule/[id]': blocks,
	'/facilities': blocks,
	'/facilities/[id]': blocks,
	'/campaigns': ['campaign'],
	'/campaigns/[id]': [...plans, 'pointing'],
	'/plans': plans,
	'/pointings': ['pointing', 'facility', 'localization'],
	'/plans/[id]': plans
};
