import type { LocalizationFact, NoticeFact, PacketFacts, StatementFact } from '#lib/archive/facts.ts';

/** The collection of everything GCN and the VOEvent network hand to anyone. */
export const gcnCollection = 'gcn.public';

/** A packet that speaks of events alone; what it leaves out of the other facts is empty. */
export function noticePacket(
	packet: Pick<PacketFacts, 'source' | 'format' | 'schemaVersion' | 'statedAt' | 'role'> & {
		readonly notices?: readonly NoticeFact[];
		readonly statements?: readonly StatementFact[];
		readonly localizations?: readonly LocalizationFact[];
	}
): PacketFacts {
	return {
		alerts: [],
		photometry: [],
		statements: [],
		notices: [],
		localizations: [],
		withdrawals: [],
		...packet
	};
}

/** The statement that two names mean one event, told of `event`. Names are as `eventOf` spells them. */
export function sameEvent(event: string, other: string, agent: string, collection: string): StatementFact {
	return {
		collection,
		subject: `events/${event}`,
		property: 'identity',
		qualifier: other,
		agent,
		software: null,
		valueText: `events/${other}`,
		valueNumber: null,
		unit: null,
		detail: null
	};
}
