/** What a key does: press the element of the page that has this `data-action`, or give it the focus. */
export interface KeyBinding {
	/** As `KeyboardEvent.key` has them. */
	readonly keys: readonly string[];
	readonly action: string;
	readonly does: 'press' | 'focus';
	readonly words: string;
}

/** Single characters, which a reader may turn off (WCAG 2.1.4). Space is left to scrolling. */
export const bindings: readonly KeyBinding[] = [
	{ keys: [',', '['], action: 'earlier', does: 'press', words: 'Earlier change' },
	{ keys: ['.', ']'], action: 'later', does: 'press', words: 'Later change' },
	{ keys: ['n'], action: 'now', does: 'press', words: 'Now' },
	{ keys: ['p'], action: 'play', does: 'press', words: 'Play, and stop' },
	{ keys: ['t'], action: 'field', does: 'focus', words: 'Type a moment' },
	{ keys: ['/'], action: 'search', does: 'focus', words: 'Search' },
	{ keys: ['?'], action: 'keys', does: 'press', words: 'Show these keys' }
];

/** A key that was pressed, as far as it matters here. */
export interface PressedKey {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly altKey: boolean;
	readonly metaKey: boolean;
	readonly isComposing: boolean;
}

/** What a key does, or null: keys with a modifier belong to the browser. */
export function bindingOf({ key, ctrlKey, altKey, metaKey, isComposing }: PressedKey): KeyBinding | null {
	if (ctrlKey || altKey || metaKey || isComposing) return null;
	return bindings.find(({ keys }) => keys.includes(key)) ?? null;
}

/** Inputs into which nobody types characters. */
const untyped = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** Whether an element takes characters itself: fields, lists that are searched by typing, dialogs' own. */
export function takesCharacters(element: {
	readonly tagName: string;
	readonly type?: string;
	readonly isContentEditable?: boolean;
}): boolean {
	if (element.isContentEditable) return true;
	const tag = element.tagName.toLowerCase();
	if (tag === 'input') return !untyped.includes(element.type ?? 'text');
	return tag === 'textarea' || tag === 'select';
}
