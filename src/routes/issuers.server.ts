import { readIssuers } from '#lib/access/people/issuer-file.server.ts';
import { openIssuer, type Issuer } from '#lib/access/people/issuers.server.ts';
import { refused } from '#lib/access/people/issuer-refusals.ts';
import { readConfig } from '../config.server.ts';

let read: readonly Issuer[] | undefined;

/** The issuers of this installation; their file is read once. @throws LookbackError `access/bad-issuers`. */
export function issuers(): readonly Issuer[] {
	if (read) return read;
	const { issuersFile } = readConfig(process.env);
	return (read = issuersFile === null ? [] : readIssuers(issuersFile).map(openIssuer));
}

/** @throws LookbackError `access/unknown-issuer`. */
export function issuerOf(slug: string): Issuer {
	const issuer = issuers().find((one) => one.slug === slug);
	if (!issuer) throw refused('unknown-issuer');
	return issuer;
}
