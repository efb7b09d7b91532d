/** States of a block, as a filter offers them. */
export const states = [
	'proposed',
	'accepted',
	'declined',
	'withdrawn',
	'executed',
	'failed',
	'aborted'
] as const;
