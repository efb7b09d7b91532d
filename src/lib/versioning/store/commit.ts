import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';

/** What a commit object says, by git's own form: headers, an empty line, the message. */
export interface CommitObject {
	readonly tree: string;
	readonly parents: readonly string[];
	/** Name of its author, without the address. */
	readonly author: string;
	readonly authoredAt: Instant;
	readonly message: string;
}

/** Reads a commit object. @throws LookbackError `versioning/bad-commit`. */
export function parseCommit(oid: string, content: Uint8Array): CommitObject {
	const text = Buffer.from(content).toString('utf8').replaceAll('\0', '');
	const end = text.indexOf('\n\n');
	const headers = end < 0 ? text : text.slice(0, end);
	const tree = /^tree ([0-9a-f]{40})$/m.exec(headers)?.[1];
	const author = /^author (.*?) ?<[^>\n]*> (-?\d{1,18}) [+-]\d{4}$/m.exec(headers);
	if (tree === undefined || !author)
		throw new LookbackError(
			'incorrect',
			'versioning/bad-commit',
			`The commit ${oid} does not say its tree and its author as git writes them.`,
			{ oid }
		);
	return {
		tree,
		parents: [...headers.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) => parent!),
		author: author[1]!.trim() || 'unnamed',
		authoredAt: dated(Number(author[2])),
		message: end < 0 ? '' : text.slice(end + 2).trim()
	};
}

/** A clock that was set wrong may have dated it anywhere; what no calendar holds becomes the end of what one does. */
function dated(seconds: number): Instant {
	const last = Date.UTC(9999, 11, 31) / 1000;
	return (Math.min(Math.max(seconds, 0), last) * 1_000_000) as Instant;
}

/** Text of a commit object. `seconds` are of Unix time, UTC. */
export function commitText(commit: {
	readonly tree: string;
	readonly parents: readonly string[];
	readonly author: string;
	readonly seconds: number;
	readonly message: string;
}): string {
	const by = `${commit.author.replace(/[<>\n]/g, '')} <> ${commit.seconds} +0000`;
	return [
		`tree ${commit.tree}`,
		...commit.parents.map((parent) => `parent ${parent}`),
		`author ${by}`,
		`committer ${by}`,
		'',
		`${commit.message.trim()}\n`
	].join('\n');
}
