/** An observation as calendars name it: `palomar-60/b0123456789ab@lookback`. */
export interface EventUid {
	readonly facility: string;
	/** Name of a block, of a visit in a plan, or of a pointing. */
	readonly id: string;
}

export function formatEventUid({ facility, id }: EventUid): string {
	return `${facility}/${id}@lookback`;
}

/** Null for an event that does not come from a Lookback. */
export function parseEventUid(uid: string): EventUid | null {
	const [, facility, id] = /^([^/]+)\/(.+)@lookback$/s.exec(uid) ?? [];
	return facility === undefined || id === undefined ? null : { facility, id };
}
