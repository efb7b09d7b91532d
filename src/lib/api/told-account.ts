/*
 * Who it was that sent a request, as whoever answered it found out, told to whoever let it in: the portal is built apart from the
 * server that it runs in, and all that both have is the request.
 */
const key = Symbol.for('lookback.account');

/** Says by whose account a request was sent. */
export function tellAccount(request: object, account: string): void {
	Object.assign(request, { [key]: account });
}

/** By whose account a request was sent, once it is answered; null of one without an account. */
export function accountOf(request: object): string | null {
	return (request as { readonly [key]?: string })[key] ?? null;
}
