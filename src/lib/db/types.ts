import { customType, pgEnum } from 'drizzle-orm/pg-core';
import type { Instant } from '#lib/sky/time.ts';

/** `timestamptz` as an `Instant`; the client's own parsers make the number (see `client.server.ts`). */
export const instant = customType<{ data: Instant; driverData: Instant }>({
	dataType: () => 'timestamp with time zone'
});

/** `tstzrange` in PostgreSQL's own text. */
export const instantRange = customType<{ data: string; driverData: string }>({ dataType: () => 'tstzrange' });

/** `bigint` that is a `bigint` in TypeScript: alert ids, order-29 HEALPix indices, batches. */
export const int8 = customType<{ data: bigint; driverData: bigint }>({ dataType: () => 'bigint' });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** `json`, not `jsonb`: its text is kept to the letter, so that a row's digest can be computed again. */
export const jsonText = customType<{ data: unknown; driverData: unknown }>({ dataType: () => 'json' });

/** Where a knowledge time comes from: the packet stated it, it is the time of receipt, or the operator assumed it. */
export const knownFrom = pgEnum('known_from', ['stated', 'received', 'assumed']);

/** Who tells a measurement: the alert it triggered, or the history in a later packet. The first outranks the second. */
export const telling = pgEnum('telling', ['own', 'history']);

export const measurementKind = pgEnum('measurement_kind', ['detection', 'limit', 'forced']);

export const packetRole = pgEnum('packet_role', ['observation', 'prediction', 'utility', 'test', 'mock']);
