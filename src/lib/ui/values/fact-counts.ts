const nouns: Readonly<Record<string, readonly [one: string, many: string]>> = {
	alert: ['alert', 'alerts'],
	photometry: ['measurement', 'measurements'],
	withdrawal: ['withdrawal', 'withdrawals'],
	statement: ['statement', 'statements'],
	notice: ['notice', 'notices'],
	localization: ['map', 'maps'],
	packet: ['packet', 'packets'],
	quarantine: ['refusal', 'refusals'],
	collection_policy: ['policy of a collection', 'policies of collections'],
	membership: ['membership', 'memberships'],
	software: ['version of software', 'versions of software'],
	software_ref: ['movement of a branch, tag or deployment', 'movements of branches, tags and deployments'],
	run: ['run', 'runs'],
	decision: ['decision', 'decisions'],
	backtest: ['back-test', 'back-tests'],
	facility: ['version of a facility', 'versions of facilities'],
	campaign: ['revision of a campaign', 'revisions of campaigns'],
	plan: ['plan', 'plans'],
	block: ['revision of a block', 'revisions of blocks'],
	pointing: ['pointing', 'pointings'],
	run_subject: ['subject that a run read', 'subjects that a run read']
};

/** Facts by relation as people read them, the most first: `1,204 measurements, 45 alerts`. */
export function factCounts(recorded: Readonly<Record<string, number>>): string {
	return Object.entries(recorded)
		.sort(([, a], [, b]) => b - a)
		.map(([relation, count]) => {
			const [one, many] = nouns[relation] ?? [relation, relation];
			return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
		})
		.join(', ');
}
