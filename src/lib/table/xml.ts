/**
 * Text as XML 1.0 content or attribute value. Line ends and tabs become references, which no reader normalises;
 * characters XML 1.0 cannot carry (section 2.2: most controls, U+FFFE, U+FFFF, lone surrogates) become U+FFFD.
 */
export function escapeXml(text: string): string {
	return text.replace(SPECIAL, (character) => references[character] ?? '\ufffd');
}

/** Whether `escapeXml` would put U+FFFD for a character of the text. */
export function losesInXml(text: string): boolean {
	return UNWRITABLE.test(text);
}

const references: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;'
};

const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const SPECIAL = new RegExp(`[&<>"'\\t\\n\\r]|${UNWRITABLE.source}`, 'gu');
