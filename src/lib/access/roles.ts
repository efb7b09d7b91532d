/** What a member of a group may do there, beside seeing its collections. */
export const roles = ['reader', 'contributor', 'planner', 'operator', 'curator', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What each role lets its holder do, in words for a form or a table. */
export const dutyOf: Readonly<Record<Role, string>> = {
	reader: 'sees the collections of the group',
	contributor: 'adds packets to its collections',
	planner: 'plans its campaigns',
	operator: 'answers for its facility',
	curator: 'is to publish its datasets; as long as there are none, may do no more than a reader',
	administrator: 'decides who belongs to it and who sees its collections'
};

/** Group whose administrators see and may do everything. */
export const archiveGroup = 'archive';

/** Collection that holds who belongs where. */
export const membershipCollection = `${archiveGroup}.access`;
