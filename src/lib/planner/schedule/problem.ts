/*
 * What is to be scheduled, as plain data. Slots of `slotSeconds` are numbered from 0; visits, instruments, goals and
 * groups are named by their place in the lists here. Letters are those of docs/design/planner.md.
 */

export interface Problem {
	/** D. */
	readonly slotSeconds: number;
	/** Slots t are 0 to `slots` - 1. */
	readonly slots: number;
	readonly instruments: readonly Instrument[];
	readonly visits: readonly Visit[];
	readonly requests: readonly Request[];
	readonly goals: readonly Goal[];
	readonly atoms: readonly Atom[];
	readonly groups: readonly Group[];
	/** L: worth of a slot by which a group falls short of what it is owed. */
	readonly shortfallWorth: number;
}

/** An instrument k. */
export interface Instrument {
	readonly id: string;
	/** Slots that its facility gives; nothing is planned outside. Ascending, and they do not touch. */
	readonly given: readonly Span[];
	readonly slew: Slew;
}

/** Slots `from` to `to`, `to` not included. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** Going to a place takes `settleSeconds` and the angle between at `degPerSecond`; nothing when the place is the same. */
export interface Slew {
	readonly settleSeconds: number;
	readonly degPerSecond: number;
}

/** A visit v: one exposure set of a target, or one look at a field. */
export interface Visit {
	readonly id: string;
	/** Group that asked for it, or null. */
	readonly group: number | null;
	readonly raDeg: number;
	readonly decDeg: number;
	/** w(v). */
	readonly worth: number;
	/** At most one for an instrument. */
	readonly options: readonly Option[];
	/** Why it cannot be seen, and in how many slots, over all instruments: what is told when it has no starts. */
	readonly closed: readonly { readonly reason: string; readonly slots: number }[];
}

/** How a visit is made with one instrument. */
export interface Option {
	readonly instrument: number;
	/** Exposures, readouts and filter changes together; slews are added by the schedule. */
	readonly seconds: number;
	/** Slots, ascending, at which it may begin as far as sky and telescope are concerned. */
	readonly starts: ArrayLike<number>;
	/** q(v,k,t) in [0,1], one for each start. */
	readonly quality: ArrayLike<number>;
}

/** A request r: visits in a row, each only with the one before it. */
export interface Request {
	readonly id: string;
	readonly visits: readonly number[];
	/** a(r), b(r): least and greatest slots between the starts of a visit and the next; b may be Infinity. */
	readonly leastSlots: number;
	readonly greatestSlots: number;
	/** Wanted whole or not at all. */
	readonly isWhole: boolean;
}

/** A localization to cover in a band and epoch; `worth` W is that of all its probability. */
export interface Goal {
	readonly id: string;
	readonly worth: number;
}

/** Sky of a goal that the same visits cover: any one of them covers it. */
export interface Atom {
	readonly goal: number;
	/** p(a). */
	readonly probability: number;
	readonly visits: readonly number[];
}

/** A group g, and the slots it is owed: its share of the time given, or what it asked for if that is less. */
export interface Group {
	readonly id: string;
	readonly owedSlots: number;
}

/** A visit on an instrument, from slot `start` for `slots` slots, the longest slew to what may follow included. */
export interface Block {
	readonly visit: number;
	readonly instrument: number;
	readonly start: number;
	readonly slots: number;
}
