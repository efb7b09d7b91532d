import type { Instant } from '#lib/sky/time.ts';
import type { Span } from './time-rule.ts';
import type { Window } from './windows.ts';

/** The windows of one of several, by name: a site, an instrument. */
export interface WindowsOf {
	readonly who: string;
	readonly windows: readonly Window[];
}

/** When all hold at once; whose rule opens and closes it. */
export interface JointWindow extends Span {
	readonly opensBy: { readonly who: string; readonly rule: string } | null;
	readonly closesBy: { readonly who: string; readonly rule: string } | null;
}

/** A stretch of time within which the same ones hold. */
export interface SharedSpan extends Span {
	readonly who: readonly string[];
}

/** When all of them hold: of the windows' ends the latest opening and the earliest closing. None for nobody. */
export function jointWindows(each: readonly WindowsOf[]): JointWindow[] {
	const [first, ...rest] = each;
	if (!first) return [];
	const named = (who: string, rule: string | null) => rule && { who, rule };
	const own = ({ who, windows }: WindowsOf): JointWindow[] =>
		windows.map((one) => ({
			...one,
			opensBy: named(who, one.opensBy) || null,
			closesBy: named(who, one.closesBy) || null
		}));
	return rest.reduce((joint, one) => intersection(joint, own(one)), own(first));
}

/** Every stretch of time in which one holds at least, with all that do; any subset's joint windows can be read off. */
export function sharedSpans(each: readonly WindowsOf[]): SharedSpan[] {
	const edges = [
		...new Set(each.flatMap(({ windows }) => windows.flatMap(({ from, to }) => [from, to])))
	].sort((a, b) => a - b);
	return edges.slice(1).flatMap((to, i) => {
		const from = edges[i]!;
		const who = each
			.filter(({ windows }) => windows.some((one) => one.from <= from && one.to >= to))
			.map((one) => one.who);
		return who.length > 0 ? [{ from, to, who }] : [];
	});
}

function intersection(a: readonly JointWindow[], b: readonly JointWindow[]): JointWindow[] {
	const found: JointWindow[] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		const [x, y] = [a[i]!, b[j]!];
		const [opens, closes] = [x.from >= y.from ? x : y, x.to <= y.to ? x : y];
		if (closes.to > opens.from)
			found.push({
				from: opens.from as Instant,
				to: closes.to as Instant,
				opensBy: opens.opensBy,
				closesBy: closes.closesBy
			});
		if (closes === x) i++;
		else j++;
	}
	return found;
}
