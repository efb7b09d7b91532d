import { LookbackError } from '#lib/errors.ts';
import { parseJson, parseNdjson, type Json } from '../json.ts';

const headBytes = 4096;

/** A first look at a packet: what rules tell formats apart by. Each view is made once, when first wanted. */
export class Glance {
	readonly bytes: Buffer;
	readonly name: string;
	/** The first 4 KiB as text, without a byte-order mark; null when they are no UTF-8 text. */
	readonly text: string | null;
	/** The first 4 KiB, a character a byte. */
	readonly latin1: string;
	#json: readonly (Json | LookbackError)[] | undefined;

	constructor(bytes: Uint8Array, name: string) {
		this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.name = name;
		const head = this.bytes.subarray(0, headBytes);
		this.latin1 = head.toString('latin1');
		this.text = textOf(head);
	}

	/** Whether its first 4 KiB are zeros throughout, as those of a tar archive without files are. */
	get isBlank(): boolean {
		return !/[^\0]/.test(this.latin1);
	}

	/** The encoding that text which is no UTF-8 seems to be in, or null where it is no text. */
	get otherEncoding(): string | null {
		if (this.text !== null) return null;
		if (/^(?:\xff\xfe|\xfe\xff)/.test(this.latin1)) return 'UTF-16';
		const head = this.bytes.subarray(0, headBytes);
		const beyondAscii = head.filter((byte) => byte >= 0x80).length;
		return hasControls(head) || beyondAscii * 4 > head.length ? null : 'an encoding of single bytes';
	}

	startsWith(magic: string): boolean {
		return this.latin1.startsWith(magic);
	}

	/** Whether it starts as a JSON object or list does. */
	get looksLikeJson(): boolean {
		return this.text !== null && /^\s*[[{]\s*(?:["{[\]}\d-]|true|false|null|$)/.test(this.text);
	}

	/**
	 * The JSON values: one, or one a line (NDJSON), where a line that is none is the reason why.
	 * @throws LookbackError `json/...` with the offset where it is neither.
	 */
	get json(): readonly (Json | LookbackError)[] {
		this.#json ??= valuesOf(this.bytes, this.name);
		return this.#json;
	}
}

function textOf(head: Buffer): string | null {
	// Control characters are what tells bytes from text; looked for first, as failing to decode is dear.
	if (hasControls(head)) return null;
	try {
		// A character cut by the end of the head is no error: the stream goes on.
		return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

function hasControls(head: Buffer): boolean {
	return head.some((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d));
}

function valuesOf(bytes: Buffer, name: string): readonly (Json | LookbackError)[] {
	try {
		return [parseJson(bytes, name)];
	} catch (error) {
		const lines = error instanceof LookbackError ? linesOf(bytes, name) : null;
		if (lines === null) throw error;
		return lines;
	}
}

/** Of a broken document that was written line by line, hardly a line is a value; of NDJSON, most are. */
function linesOf(bytes: Buffer, name: string): readonly (Json | LookbackError)[] | null {
	if (!bytes.includes('\n')) return null;
	const lines: (Json | LookbackError)[] = [];
	let whole = 0;
	for (const value of parseNdjson(bytes, name)) {
		lines.push(value);
		if (!(value instanceof LookbackError)) whole += 1;
		else if (lines.length >= linesToJudge && whole * 2 < lines.length) return null;
	}
	return lines.length > 1 && whole * 2 >= lines.length ? lines : null;
}

/** A pretty-printed document of a million lines is not read to its end to learn that it is no NDJSON. */
const linesToJudge = 100;
