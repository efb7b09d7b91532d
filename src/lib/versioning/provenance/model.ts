import type { Instant } from '#lib/sky/time.ts';

/** What a thing is to the W3C's PROV. */
export type ProvKind = 'entity' | 'activity' | 'agent';

/** What a thing is here. */
export type ThingType =
	| 'object'
	| 'alert'
	| 'event'
	| 'notice'
	| 'packet'
	| 'batch'
	| 'statement'
	| 'software'
	| 'run'
	| 'decision'
	| 'deciding'
	| 'backtest'
	| 'document'
	| 'campaign'
	| 'plan'
	| 'block'
	| 'acting'
	| 'pointing'
	| 'facility'
	| 'agent'
	| 'others';

/** A thing whose provenance is told. */
export interface Thing {
	/** Address of its page (`runs/abc`), or a name beside one (`agents/tns`, `decisions/x#deciding`). */
	readonly id: string;
	readonly kind: ProvKind;
	readonly type: ThingType;
	readonly label: string;
	/** When it was known, or began. */
	readonly at: Instant | null;
	readonly endedAt?: Instant;
	/** Further values by name: numbers, texts. */
	readonly detail?: Readonly<Record<string, string | number | bigint | null>>;
}

export type RelationType =
	| 'used'
	| 'wasGeneratedBy'
	| 'wasAssociatedWith'
	| 'wasAttributedTo'
	| 'wasDerivedFrom'
	| 'wasInformedBy'
	| 'wasInfluencedBy';

/** How a thing came of another: `from` is the later one. */
export interface Relation {
	readonly type: RelationType;
	readonly from: string;
	readonly to: string;
	/** Entity that says how, of an association. */
	readonly plan?: string;
	/** Whether what is derived is a revision. */
	readonly isRevision?: boolean;
}

/** Things and how they came of each other. */
export interface Provenance {
	readonly things: readonly Thing[];
	readonly relations: readonly Relation[];
}

/** Whoever made or said something. */
export function agent(name: string): Thing {
	return { id: `agents/${name}`, kind: 'agent', type: 'agent', label: name, at: null };
}

/** What stands for those that are left out of a long list; `what` is their plural. */
export function others(id: string, count: number, what: string): Thing {
	return {
		id: `${id}#others`,
		kind: 'entity',
		type: 'others',
		label: `${count.toLocaleString('en')} more ${what}`,
		at: null,
		detail: { count, of: what }
	};
}
