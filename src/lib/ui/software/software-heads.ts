/** Headings of lists of runs, in words, by column. */
export const runHeads: Readonly<Record<string, string>> = {
	run: 'Run',
	analysis: 'Analysis',
	commit: 'Version',
	audience: 'For',
	basis_known_at: 'Basis, UTC',
	inputs: 'Inputs',
	outputs: 'Outputs',
	status: 'Status',
	finished_at: 'Finished, UTC',
	actor: 'Started by'
};

/** Of lists of decisions. */
export const decisionHeads: Readonly<Record<string, string>> = {
	decision: 'Decision',
	subject: 'About',
	action: 'What',
	reason: 'Why',
	actor: 'By',
	audience: 'For',
	basis_known_at: 'Basis, UTC',
	decided_at: 'Decided, UTC',
	superseded_by: 'Superseded by'
};
