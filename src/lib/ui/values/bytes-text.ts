const BYTES_A_LINE = 16;

/** Bytes as people read them: text where they are UTF-8 without control characters, else hexadecimal by lines of 16. */
export function bytesText(bytes: Uint8Array): string {
	const text = new TextDecoder().decode(bytes).replace(/\ufffd{1,3}$/, '');
	// a character cut in two at the end is not one that is wrong
	if (!/\ufffd|(?!\s)\p{Cc}/u.test(text)) return text;
	const lines = [];
	for (let at = 0; at < bytes.length; at += BYTES_A_LINE) lines.push(lineOf(bytes, at));
	return lines.join('\n');
}

function lineOf(bytes: Uint8Array, at: number): string {
	const part = [...bytes.subarray(at, at + BYTES_A_LINE)];
	const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
	const shown = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
	return `${at.toString(16).padStart(6, '0')}  ${hex.padEnd(3 * BYTES_A_LINE)} ${shown}`;
}
