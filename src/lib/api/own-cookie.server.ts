/** Name of a cookie of this portal: over https a browser takes it from this very host alone. */
export function ownName(name: string, { protocol }: URL): string {
	return protocol === 'https:' ? `__Host-${name}` : name;
}

/** Kept from scripts, and from what other sites ask for within their pages. */
export function ownOptions({ protocol }: URL) {
	return { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' } as const;
}
