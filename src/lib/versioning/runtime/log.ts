const limitBytes = 64 * 1024;

/** What an analysis wrote beside its answers: the first 64 kB, then a line that says how much was cut. */
export class Log {
	readonly #parts: Buffer[] = [];
	#kept = 0;
	#cut = 0;

	add(bytes: Buffer): void {
		const part = bytes.subarray(0, limitBytes - this.#kept);
		if (part.length > 0) this.#parts.push(part);
		this.#kept += part.length;
		this.#cut += bytes.length - part.length;
	}

	get text(): string {
		const text = Buffer.concat(this.#parts).toString('utf8');
		return this.#cut === 0 ? text : `${text}\n[cut at 64 kB; ${this.#cut} bytes more were written]\n`;
	}

	/** Its last words, for the message of an error; where to find help is none. */
	get lastLine(): string | null {
		const lines = this.text.split('\n').map((line) => line.trim());
		return (
			lines.findLast((line) => line !== '' && !/^(Run|See) '.*--help'/.test(line))?.slice(0, 500) ?? null
		);
	}
}
