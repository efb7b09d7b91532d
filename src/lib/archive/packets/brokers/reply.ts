import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { PacketContext } from '../decoder.ts';
import type { Json } from '../json.ts';

/** What a broker answered. */
export interface BrokerReply {
	/** The address it was asked at, where that is recorded. */
	readonly uri: string | null;
	/** When it answered, where that is recorded. */
	readonly saidAt: Instant | null;
	readonly body: Json;
}

/** Reads one kind of reply: a yield per object in it, either its facts or why it is refused. */
export interface ReplyReader {
	/** Format of the packets it makes, `alerce-json`. */
	readonly format: string;
	readonly test: (reply: BrokerReply) => boolean;
	readonly read: (reply: BrokerReply, context: PacketContext) => Iterable<PacketFacts | LookbackError>;
}

/** A packet of what a broker says about objects. */
export function brokerPacket(
	source: string,
	format: string,
	statedAt: Instant | null,
	statements: readonly StatementFact[]
): PacketFacts {
	return {
		source,
		format,
		schemaVersion: null,
		statedAt,
		role: 'observation',
		alerts: [],
		photometry: [],
		statements,
		notices: [],
		localizations: [],
		withdrawals: []
	};
}

/** Refuses a reply that is understood and tells nothing of its own. */
export function nothingSaid(what: string): LookbackError {
	const message = `Lookback keeps no facts from this: it is ${what}.`;
	return new LookbackError('unsupported', 'brokers/nothing-said', message, { what });
}

/** Photometry at second hand is left to the survey's own packets: brokers round it, rename it and drop its ids. */
export function repeatsPhotometry(broker: string): LookbackError {
	return nothingSaid(
		`a light curve repeated by ${broker}, often rounded or without the survey's own ids; the survey's alerts carry the original`
	);
}
