import { Transform } from 'node:stream';
import unbzip2 from 'unbzip2-stream';
import { LookbackError } from '#lib/errors.ts';

/** A block of 45 bytes may expand to 45 MB, and the decoder works through all the blocks it has at one go. */
const burstBytes = 128 * 2 ** 20;

/**
 * A bzip2 decompressor as a Node stream.
 * Fails with `archive/too-dense` when one write makes more than 128 MiB, as only decompression bombs do.
 */
export function createBunzip2(): Transform {
	const decoder = unbzip2();
	let madeBytes = 0;
	const stream = new Transform({
		transform(slice, _encoding, done) {
			madeBytes = 0;
			decoder.write(slice);
			done();
		},
		flush(done) {
			madeBytes = 0;
			decoder.end();
			done();
		}
	});
	decoder.on('data', (chunk: Buffer) => {
		madeBytes += chunk.length;
		// Thrown within the decoder's loop, this stops it and comes back as its `error` event.
		if (madeBytes > burstBytes)
			throw new LookbackError(
				'incorrect',
				'archive/too-dense',
				`The bzip2 stream makes more than ${burstBytes} bytes at one go, as only a decompression bomb does.`,
				{ burstBytes }
			);
		stream.push(chunk);
	});
	// Where its input ends too early, the decoder reads past it.
	decoder.on('error', (error: Error) =>
		stream.destroy(error instanceof TypeError ? new Error('unexpected end of file', { cause: error }) : error)
	);
	return stream;
}
