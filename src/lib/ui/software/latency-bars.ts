/** Upper ends of the bars in seconds; the last has none. */
const ends = [
	{ sec: 60, label: 'under 1 min' },
	{ sec: 600, label: '1 to 10 min' },
	{ sec: 3600, label: '10 to 60 min' },
	{ sec: 6 * 3600, label: '1 to 6 h' },
	{ sec: 86_400, label: '6 to 24 h' },
	{ sec: 3 * 86_400, label: '1 to 3 d' },
	{ sec: 10 * 86_400, label: '3 to 10 d' },
	{ sec: 30 * 86_400, label: '10 to 30 d' },
	{ sec: Infinity, label: 'over 30 d' }
];

/** Selections by how long after the first alert they came; those of subjects without alerts are left out. */
export function latencyBars(
	selections: readonly { readonly latency_sec: number | null }[]
): { label: string; amount: number }[] {
	const counted = ends.map(({ label }) => ({ label, amount: 0 }));
	for (const { latency_sec } of selections)
		if (latency_sec !== null) counted[ends.findIndex(({ sec }) => latency_sec < sec)]!.amount++;
	return counted;
}
