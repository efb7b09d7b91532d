/** How LVK and GCN spell the kind of an alert, folded to lower case without blanks. */
const kinds: ReadonlyMap<string, string> = new Map([
	['earlywarning', 'early-warning'],
	['preliminary', 'preliminary'],
	['initial', 'initial'],
	['update', 'update'],
	['subsequent', 'update'],
	['retraction', 'retraction']
]);

/** `early-warning`, `preliminary`, `initial`, `update`, `retraction` by whatever spelling; null for any other. */
export function kindOfAlertType(alertType: string): string | null {
	return kinds.get(alertType.toLowerCase().replace(/[ _-]/g, '')) ?? null;
}
