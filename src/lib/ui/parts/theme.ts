/** `night` is red on black, for eyes that are used to the dark. */
export const themes = ['light', 'dark', 'night'] as const;

export type Theme = (typeof themes)[number];

/** What a browser paints before the styles have come, in the words of CSS: no flash of white in the dark. */
export function colourScheme(theme: Theme | null): string {
	if (theme === null) return 'light dark';
	return theme === 'light' ? 'light' : 'dark';
}

/** Name of the cookie that keeps a reader's theme. */
export const themeCookie = 'theme';

/** The theme a text names, or null: then the reader's system decides between light and dark. */
export function readTheme(text: unknown): Theme | null {
	return themes.find((theme) => theme === text) ?? null;
}
