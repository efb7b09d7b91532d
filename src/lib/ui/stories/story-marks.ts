import { separationDeg } from '#lib/sky/separation.ts';

/** A mark on the map of the sky. */
export interface Mark {
	readonly raDeg: number;
	readonly decDeg: number;
	readonly label: string;
}

/** On a map of the whole sky what lies closer together is one place. */
const sameplaceDeg = 1;

/** A mark for each place that subjects are known at, named by the first of them there and the number of others. */
export function marksOf(
	subjects: readonly {
		readonly subject: string;
		readonly first_known_at: number;
		readonly ra_deg: number | null;
		readonly dec_deg: number | null;
	}[]
): Mark[] {
	const places: { raDeg: number; decDeg: number; names: string[] }[] = [];
	for (const { subject, ra_deg: raDeg, dec_deg: decDeg } of subjects.toSorted(
		(a, b) => a.first_known_at - b.first_known_at
	)) {
		if (raDeg === null || decDeg === null) continue;
		const name = subject.split('/').at(-1)!;
		const here = places.find((one) => separationDeg(one.raDeg, one.decDeg, raDeg, decDeg) < sameplaceDeg);
		if (here) here.names.push(name);
		else places.push({ raDeg, decDeg, names: [name] });
	}
	return places.map(({ raDeg, decDeg, names: [first, ...others] }) => ({
		raDeg,
		decDeg,
		label: others.length > 0 ? `${first} and ${others.length} more` : first!
	}));
}
