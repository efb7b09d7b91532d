import type { Instant } from '#lib/sky/time.ts';

/** Which rows someone may see. */
export interface Rights {
	/** Collections seen whole. */
	readonly collections: readonly string[];
	/** Collections that open a while after observation, each with the latest epoch that is open. */
	readonly opening: ReadonlyMap<string, Instant>;
	/** When the next collection will be open whole without anybody's doing, as far as is decided; or never. */
	readonly widensAt: Instant | null;
}

/** What a collection's owner decided about who may see it. */
export interface Policy {
	readonly name: string;
	/** Group that owns it and always sees it. */
	readonly owner: string;
	readonly policy: 'public' | 'group' | 'public-from' | 'public-after';
	readonly public_from: Instant | null;
	readonly public_after_months: number | null;
}

/** What members of `groups` (none of them: the public) may see at `at` under these policies. */
export function rightsUnder(policies: readonly Policy[], groups: ReadonlySet<string>, at: Instant): Rights {
	const collections: string[] = [];
	const opening = new Map<string, Instant>();
	const later: Instant[] = [];
	for (const one of policies) {
		if (groups.has(one.owner) || one.policy === 'public') collections.push(one.name);
		else if (one.policy === 'public-from' && one.public_from !== null) {
			if (one.public_from <= at) collections.push(one.name);
			else later.push(one.public_from);
		} else if (one.policy === 'public-after' && one.public_after_months !== null)
			opening.set(one.name, monthsBefore(at, one.public_after_months));
	}
	const widensAt = later.length === 0 ? null : (Math.min(...later) as Instant);
	return { collections: collections.sort(), opening, widensAt };
}

/**
 * Until when these rights at `now` show the same of what was known by `knownAt`: for ever (null), unless a collection is
 * about to be open whole, or opens row by row and is not through yet with what was observed, and so known, by then.
 */
export function holdsUntil({ opening, widensAt }: Rights, knownAt: Instant, now: Instant): Instant | null {
	return [...opening.values()].some((openUntil) => openUntil < knownAt) ? now : widensAt;
}

/** What `a` may see now of what `b` could see then. */
export function sharedRights(a: Rights, b: Rights): Rights {
	const whole = new Set(a.collections).intersection(new Set(b.collections));
	const opening = new Map<string, Instant>();
	const limit = (rights: Rights, name: string) =>
		rights.collections.includes(name) ? (Infinity as Instant) : (rights.opening.get(name) ?? null);
	for (const name of [...a.opening.keys(), ...b.opening.keys()]) {
		const [left, right] = [limit(a, name), limit(b, name)];
		if (left !== null && right !== null) opening.set(name, Math.min(left, right) as Instant);
	}
	// `b` is what an audience could see at a moment past: only `a` goes on
	return { collections: [...whole].sort(), opening, widensAt: a.widensAt };
}

/** Every collection of which some row may be seen. */
export function someOf({ collections, opening }: Pick<Rights, 'collections' | 'opening'>): string[] {
	return [...collections, ...opening.keys()];
}

const yearOne = Date.UTC(2001, 0) * 1000 - 2000 * 365.2425 * 86_400_000_000;

/**
 * The same day and time of day so many calendar months earlier (UTC); of a shorter month that has no such day its last
 * microsecond, so that what was open stays open.
 */
export function monthsBefore(at: Instant, months: number): Instant {
	const date = new Date(Math.floor(at / 1000));
	const rest = at - Math.floor(at / 1000) * 1000;
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() - months);
	const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	let before: number;
	if (day <= lastDay) before = date.setUTCDate(day) * 1000 + rest;
	else {
		date.setUTCMonth(date.getUTCMonth() + 1);
		before = date.setUTCHours(0, 0, 0, 0) * 1000 - 1;
	}
	// further back than any calendar here goes
	return Math.max(before, yearOne) as Instant;
}
