/** What kind of trouble it is; decides the answer at every edge (see `errorKinds`). */
export type ErrorKind = keyof typeof errorKinds;

/** One table for all edges: HTTP status, tRPC code, exit code of the command line, DALI fault. */
export const errorKinds = {
	incorrect: { http: 400, trpc: 'BAD_REQUEST', exit: 2, dali: 'UsageFault' },
	unauthenticated: { http: 401, trpc: 'UNAUTHORIZED', exit: 3, dali: 'UsageFault' },
	forbidden: { http: 403, trpc: 'FORBIDDEN', exit: 3, dali: 'UsageFault' },
	'not-found': { http: 404, trpc: 'NOT_FOUND', exit: 4, dali: 'UsageFault' },
	conflict: { http: 409, trpc: 'CONFLICT', exit: 5, dali: 'UsageFault' },
	unsupported: { http: 501, trpc: 'NOT_IMPLEMENTED', exit: 6, dali: 'UsageFault' },
	busy: { http: 429, trpc: 'TOO_MANY_REQUESTS', exit: 7, dali: 'TransientFault' },
	unavailable: { http: 503, trpc: 'SERVICE_UNAVAILABLE', exit: 8, dali: 'TransientFault' },
	fault: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', exit: 70, dali: 'FatalFault' }
} as const;

/**
 * The one error of the domain. `message` is a sentence that names the parameter, the value it got and the
 * value it wants; `code` is stable and namespaced (`sky/bad-angle`); `data` repeats the values for programs.
 */
export class LookbackError extends Error {
	readonly kind: ErrorKind;
	readonly code: string;
	readonly data: Record<string, unknown>;

	constructor(
		kind: ErrorKind,
		code: string,
		message: string,
		data: Record<string, unknown> = {},
		options?: ErrorOptions
	) {
		super(message, options);
		this.name = 'LookbackError';
		this.kind = kind;
		this.code = code;
		this.data = data;
	}
}
