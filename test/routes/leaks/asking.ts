import { delayed } from '../../support/secrets/names.ts';
import type { Reader, SecretArchive } from '../../support/secrets/archive.ts';
import type { FormWish } from './wishes.ts';

export interface Answer {
	readonly path: string;
	readonly status: number;
	/** Headers and body. */
	readonly text: string;
}

/** Asks the portal for an address. */
export function ask(secrets: SecretArchive, reader: Reader, path: string): Promise<Answer> {
	return answerTo(secrets, reader, path, { headers: {} });
}

/** Sends the portal a body to an address. */
export function send(
	secrets: SecretArchive,
	reader: Reader,
	path: string,
	body: string | FormData
): Promise<Answer> {
	const kind: Record<string, string> =
		typeof body === 'string' ? { 'content-type': 'application/json' } : { 'x-sveltekit-action': 'true' };
	const headers = { origin: secrets.address, accept: 'application/json', ...kind };
	return answerTo(secrets, reader, path, { method: 'POST', headers, body });
}

/** Sends a page's form; an action is named by page and name: `/plans/[id] propose`. */
export function sendForm(
	secrets: SecretArchive,
	reader: Reader,
	action: string,
	{ path, fields }: FormWish
): Promise<Answer> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	const name = action.split(' ')[1]!;
	return send(secrets, reader, name === 'default' ? path : `${path}?/${name}`, form);
}

async function answerTo(
	{ address, readers }: SecretArchive,
	reader: Reader,
	path: string,
	request: RequestInit & { headers: Record<string, string> }
): Promise<Answer> {
	const authorization = readers[reader];
	const headers = authorization === null ? request.headers : { ...request.headers, authorization };
	const response = await fetch(address + path, { redirect: 'manual', ...request, headers });
	const told = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	const bytes = Buffer.from(await response.arrayBuffer());
	return { path, status: response.status, text: `${told}\n${bytes.toString('latin1')}` };
}

/** Secrets in an answer that were not in the question. */
export function leaksIn({ secret }: SecretArchive, { path, text }: Answer): string[] {
	const asked = decodeURIComponent(path).toLowerCase();
	const told = text.toLowerCase();
	return [...Object.values(secret), ...Object.values(delayed)].filter(
		(value) => told.includes(value.toLowerCase()) && !asked.includes(value.toLowerCase())
	);
}

/** The first place where two answers are unlike, with what stands around it; empty where there is none. */
export function unlike(mine: string[], theirs: string[]): string {
	for (const [index, text] of mine.entries()) {
		const other = theirs[index]!;
		if (text === other) continue;
		let at = 0;
		while (text[at] === other[at]) at++;
		const around = (one: string) => JSON.stringify(one.slice(Math.max(0, at - 60), at + 60));
		return `${around(text)} and not ${around(other)}`;
	}
	return '';
}

/** An answer without what changes from one moment to the next. */
export function still(text: string): string {
	return text
		.replaceAll('%3A', ':')
		.replace(/^(date|lookback-basis|content-length|etag): .*$/gim, '')
		.replace(/'nonce-[^']+'|nonce="[^"]+"/g, '')
		.replace(/20[2-9]\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, '')
		.replace(/\d{5,}(\.\d+)?/g, '')
		.replace(/\d+ (s|min) ago/g, '');
}
