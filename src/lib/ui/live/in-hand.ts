const fields = 'input, textarea, select, [contenteditable]';

/**
 * Whether the reader has something in hand that must not move: a field in which they write, or what they drag (whatever has
 * `data-in-hand`).
 */
export function isInHand(): boolean {
	return (
		document.activeElement?.matches(`main :is(${fields})`) === true ||
		document.querySelector('[data-in-hand]') !== null
	);
}

/** The form that an event changes, of those that will change the archive. */
export function writtenForm({ target }: Event): Element | null {
	return target instanceof Element ? target.closest('main form[method="post" i]') : null;
}
