import { LookbackError } from '#lib/errors.ts';

/** How much an analysis may hold. Data belong into the archive, where they have a knowledge time of their own. */
export const limits = {
	/** Of one file. */
	fileBytes: 16 * 2 ** 20,
	/** Of one version, in all its folders. */
	files: 5_000,
	/** Of its whole history. */
	commits: 20_000,
	/** Of all objects that one push or import brings, before compression. */
	totalBytes: 512 * 2 ** 20
} as const;

/** What came so far of a push or an import. */
export class Allowance {
	#bytes = 0;

	/** @throws LookbackError `versioning/too-large` for a file that is too large, or one too many. */
	take(path: string, bytes: number): void {
		this.#bytes += bytes;
		if (bytes > limits.fileBytes)
			throw tooLarge(
				`The file ${path} has ${inMegabytes(bytes)}; a file of an analysis may have ${inMegabytes(limits.fileBytes)}.`
			);
		if (this.#bytes > limits.totalBytes)
			throw tooLarge(
				`The analysis and its history have more than ${inMegabytes(limits.totalBytes)}, which is what may come at once.`
			);
	}
}

/** @throws LookbackError `versioning/too-large`. */
export function assertFew(count: number, what: 'files' | 'commits'): void {
	if (count > limits[what])
		throw tooLarge(
			`The analysis has more than ${limits[what].toLocaleString('en')} ${what}, which is the most it may have.`
		);
}

function tooLarge(sentence: string): LookbackError {
	return new LookbackError('incorrect', 'versioning/too-large', sentence);
}

function inMegabytes(bytes: number): string {
	return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
