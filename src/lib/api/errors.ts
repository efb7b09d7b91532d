import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { errorKinds, LookbackError } from '#lib/errors.ts';
import { wishOf } from '#lib/wish.ts';

/** An error as HTTP answers it, `application/problem+json` (RFC 9457). */
export interface Problem {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	/** The sentence. */
	readonly detail: string;
	/** Stable and namespaced: `archive/unknown-object`. */
	readonly code: string;
}

const titles: Readonly<Record<number, string>> = {
	400: 'Bad request',
	401: 'Unauthenticated',
	403: 'Forbidden',
	404: 'Not found',
	405: 'Method not allowed',
	408: 'Too slow',
	409: 'Conflict',
	413: 'Too large',
	429: 'Too many requests',
	431: 'Too long',
	500: 'Fault',
	501: 'Not supported',
	503: 'Unavailable'
};

/** The problem that answers an error of the domain. */
export function problemOf(error: LookbackError, status: number = errorKinds[error.kind].http): Problem {
	const title = titles[status] ?? 'Error';
	return { type: `urn:lookback:error:${error.code}`, title, status, detail: error.message, code: error.code };
}

/** The error of the domain behind anything thrown, or null: then it is a fault that nobody foresaw. */
export function domainError(error: unknown): LookbackError | null {
	if (error instanceof LookbackError) return error;
	if (error instanceof ZodError) return badInput(error);
	const reason = noDatabaseReason(error);
	if (reason !== null) return unreachable(reason, error);
	if (isDiskFull(error)) return diskFull(error);
	if (isStopped(error)) return stopped(error);
	if (!(error instanceof TRPCError)) return null;
	const cause = error.cause === undefined ? null : domainError(error.cause);
	if (cause || error.code === 'INTERNAL_SERVER_ERROR') return cause;
	return new LookbackError('incorrect', 'api/bad-call', `${error.message.replace(/\.?$/, '.')}`);
}

/** Every field's message is the end of a sentence that its name begins: `must be a number above 0; got abc`. */
function badInput(error: ZodError): LookbackError {
	const sentences = error.issues.map((issue) =>
		issue.code === 'unrecognized_keys'
			? `There is no parameter ${issue.keys.join(', ')} here.`
			: `${issue.path.join('.') || 'The input'} ${isOfZod(issue.message) ? wishOf(issue) : issue.message}.`
	);
	const names = error.issues.map((issue) => issue.path.join('.'));
	return new LookbackError('incorrect', 'api/bad-parameter', sentences.join(' '), { parameters: names });
}

/** Whether a message is the library's own, of a field that has no words for what it wants. */
function isOfZod(message: string): boolean {
	return /^(Too (small|big)|Invalid( input| option)?):? /.test(message);
}

/** What PostgreSQL and its client say when there is no database to ask, by SQLSTATE or the client's code. */
const noDatabase: readonly (readonly [RegExp, string])[] = [
	[/^53300$/, 'The database has no connection left at the moment'],
	[/^57P0[12]$/, 'The database was stopped in the midst of it'],
	[/^57P03$/, 'The database is starting or stopping'],
	[/^28(000|P01)$/, "The database refuses the portal's account, which its operator must mend"],
	[/^3D000$/, "The portal's database is not there, which its operator must mend"],
	[/^(CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNRESET)$/, 'The connection to the database broke off'],
	[/^CONNECT_TIMEOUT$/, 'The database did not answer in time']
];

function noDatabaseReason(error: unknown): string | null {
	if (!(error instanceof Error)) return null;
	const { code, syscall } = error as { code?: unknown; syscall?: unknown };
	const [, reason] = noDatabase.find(([codes]) => codes.test(String(code))) ?? [];
	// Node names the call that failed: a socket's, not a file's
	return reason ?? (syscall === 'connect' ? 'The database cannot be reached at the moment' : null);
}

function unreachable(reason: string, cause: unknown): LookbackError {
	return new LookbackError(
		'unavailable',
		'api/database-unreachable',
		`${reason}; try again soon.`,
		{},
		{ cause }
	);
}

/** By the codes of the system (a quota is a disk of one's own) and of PostgreSQL. */
function isDiskFull(error: unknown): boolean {
	return error instanceof Error && /^(ENOSPC|EDQUOT|53100)$/.test(String((error as { code?: unknown }).code));
}

function diskFull(cause: unknown): LookbackError {
	const whose =
		(cause as { code?: unknown }).code === '53100' ? "the database's disk" : 'the disk of the data folder';
	return new LookbackError(
		'unavailable',
		'api/disk-full',
		`No space is left on ${whose}: what was not recorded before must be sent again once there is.`,
		{},
		{ cause }
	);
}

/** What PostgreSQL says of a question that took longer than `statement_timeout`. */
function isStopped(error: unknown): boolean {
	return error instanceof Error && (error as { code?: unknown }).code === '57014';
}

function stopped(cause: unknown): LookbackError {
	return new LookbackError(
		'unavailable',
		'api/long-question',
		'The question took too long and was stopped; ask for less, such as a smaller region, or again when there is less to do.',
		{},
		{ cause }
	);
}
