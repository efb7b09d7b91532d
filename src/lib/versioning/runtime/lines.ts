const newline = 10;

/**
 * Lines of bytes as they come, those of one chunk together; what follows the last newline is dropped.
 * `tooLong` makes the error of a line of more than `limit` bytes.
 */
export async function* linesOf(
	chunks: AsyncIterable<Buffer>,
	limit: number,
	tooLong: () => Error
): AsyncGenerator<Buffer[]> {
	const rest: Buffer[] = [];
	let kept = 0;
	for await (const chunk of chunks) {
		const lines: Buffer[] = [];
		let from = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
			const tail = chunk.subarray(from, end);
			const line = kept === 0 ? tail : Buffer.concat([...rest, tail]);
			rest.length = kept = 0;
			if (line.length > limit) throw tooLong();
			lines.push(line);
			from = end + 1;
		}
		if (from < chunk.length) rest.push(chunk.subarray(from));
		kept += chunk.length - from;
		if (kept > limit) throw tooLong();
		if (lines.length > 0) yield lines;
	}
}
