import type { BackTestDocument } from './document.ts';

/** Format of the packet that holds a back-test's document. */
export const backTestFormat = 'lookback-backtest';

export function encodeDocument(document: BackTestDocument): Uint8Array {
	return Buffer.from(`${JSON.stringify(document)}\n`);
}

export function decodeDocument(bytes: Uint8Array): BackTestDocument {
	return JSON.parse(Buffer.from(bytes).toString('utf8')) as BackTestDocument;
}
