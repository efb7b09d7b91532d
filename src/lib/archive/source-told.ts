/** What a notice says the source of an event may be, and of the search that found it. */
export interface SourceTold {
	/** Exclusive classes with their probabilities (0 to 1): `BNS`, `NSBH`, `BBH`, `Terrestrial`, `GRB`, ... */
	readonly classes: readonly Probability[];
	/** Properties that hold besides the classes: `HasNS`, `HasRemnant`, `HasMassGap`; of a neutrino `Signalness`. */
	readonly properties: readonly Probability[];
	/** Whether LVK calls the alert significant; null where the notice does not say. */
	readonly isSignificant: boolean | null;
	/** Detectors, pipeline, group and search by the notice's own words: `H1, L1, V1`, `gstlal`, `CBC`, `AllSky`. */
	readonly instruments: string | null;
	readonly pipeline: string | null;
	readonly group: string | null;
	readonly search: string | null;
}

/** One of several things that may hold. */
export interface Probability {
	readonly name: string;
	/** 0 to 1. */
	readonly probability: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** The order in which people read them; any others follow as told. */
const usualOrder = ['BNS', 'NSBH', 'MassGap', 'BBH', 'Terrestrial', 'HasNS', 'HasRemnant', 'HasMassGap'];

/**
 * Reads a notice's `detail`. VOEvents of LVK have `Classification.BNS` and `Properties.HasNS` (of 2017: `ProbHasNS`),
 * its JSON and Avro `event.classification` and `event.properties`, GCN's JSON both at the top; IceCube `signalness`.
 * Sources: emfollow.docs.ligo.org/userguide/content.html, gcn.nasa.gov/missions/icecube.
 */
export function sourceTold(detail: unknown): SourceTold {
	const packet = fields(detail);
	const event = fields(packet['event']);
	const told = (name: string) => event[name.toLowerCase()] ?? packet[name.toLowerCase()] ?? packet[name];
	return {
		classes: inOrder([
			...grouped(packet, 'Classification.'),
			...members(packet['classification']),
			...members(event['classification'])
		]),
		properties: inOrder([
			...grouped(packet, 'Properties.'),
			...grouped(packet, 'Prob', /^ProbHas/),
			...members(packet['properties']),
			...members(event['properties']),
			...probability('Signalness', packet['signalness'] ?? packet['Signalness'])
		]),
		isSignificant: truth.get(told('Significant')) ?? null,
		instruments: listed(told('Instruments')),
		pipeline: word(told('Pipeline')),
		group: word(told('Group')),
		search: word(told('Search'))
	};
}

/** VOEvent writes 1 and 0. */
const truth = new Map<unknown, boolean>([
	[true, true],
	[1, true],
	[false, false],
	[0, false]
]);

function fields(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** Probabilities under names that begin with a prefix, which is taken off. */
function grouped(packet: Fields, prefix: string, wanted = new RegExp(`^${prefix.replace('.', '\\.')}`)) {
	return Object.entries(packet).flatMap(([name, value]) =>
		wanted.test(name) ? probability(name.slice(prefix.length), value) : []
	);
}

function members(value: unknown): Probability[] {
	return Object.entries(fields(value)).flatMap(([name, inner]) => probability(name, inner));
}

function probability(name: string, value: unknown): Probability[] {
	return typeof value === 'number' && value >= 0 && value <= 1 ? [{ name, probability: value }] : [];
}

function inOrder(found: readonly Probability[]): Probability[] {
	const place = ({ name }: Probability) =>
		usualOrder.includes(name) ? usualOrder.indexOf(name) : usualOrder.length;
	return [...found].sort((a, b) => place(a) - place(b));
}

function word(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

function listed(value: unknown): string | null {
	return Array.isArray(value) ? word(value.join(', ')) : (word(value)?.replace(/,\s*/g, ', ') ?? null);
}
