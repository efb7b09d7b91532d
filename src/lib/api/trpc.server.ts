import { initTRPC, TRPCError } from '@trpc/server';
import { errorKinds } from '#lib/errors.ts';
import type { Context } from './context.server.ts';
import { domainError, problemOf } from './errors.ts';
import { wire } from '#lib/archive/wire.ts';

/**
 * tRPC as this API uses it. Procedures answer the archive's own values; `wire` says them in JSON on the way out, so
 * a client gets text where the types say `bigint`, `Instant` or `Uint8Array`.
 */
const trpc = initTRPC.context<Context>().create({
	isDev: false,
	sse: {
		// proxies and browsers see that a follower is still there
		ping: { enabled: true, intervalMs: 15_000 },
		// then it asks again, as whoever it is by then
		maxDurationMs: 600_000
	},
	transformer: { serialize: (value: unknown) => wire(value), deserialize: (value: unknown) => value },
	errorFormatter({ shape, error }) {
		const known = domainError(error);
		if (!known) return { ...shape, message: 'Something went wrong here; it has been logged.' };
		const { code, detail } = problemOf(known);
		return { ...shape, message: detail, data: { ...shape.data, reason: code, values: known.data } };
	}
});

export const router = trpc.router;
export const callerFactory = trpc.createCallerFactory;

/** Every procedure begins here: errors of the domain become tRPC's once. */
export const procedure = trpc.procedure.use(async ({ next }) => {
	const result = await next();
	if (result.ok) return result;
	const known = domainError(result.error);
	if (!known) return result;
	throw new TRPCError({ code: errorKinds[known.kind].trpc, message: known.message, cause: known });
});
