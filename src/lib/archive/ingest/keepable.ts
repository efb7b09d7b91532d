import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';

/** Entries of PostgreSQL's indexes hold 2,704 bytes; those of a fact hold its names, its collection and some numbers. */
const mostNameBytes = 2000;

/**
 * Why a record cannot be kept under the names that it gives, or null: a name with U+0000, which PostgreSQL has no
 * place for, or names of one fact that are longer together than an entry of an index.
 */
export function unkeepable(facts: PacketFacts): LookbackError | null {
	const { alerts, photometry, statements, notices, localizations } = facts;
	const checked = new Set<string>();
	for (const { survey, objectId } of [...alerts, ...photometry]) {
		if (checked.has(objectId)) continue;
		checked.add(objectId);
		const error = badNames('object', { survey, objectId });
		if (error) return error;
	}
	for (const { subject, property, qualifier, agent } of statements) {
		const error = badNames('statement', { subject, property, qualifier, agent });
		if (error) return error;
	}
	for (const { event, noticeId, stream, kind } of notices) {
		const error = badNames('notice', { event, noticeId, stream, kind });
		if (error) return error;
	}
	for (const { noticeId, name, event } of localizations) {
		const error = badNames('sky map', { noticeId, name, event });
		if (error) return error;
	}
	return null;
}

function badNames(what: string, names: Readonly<Record<string, string | null>>): LookbackError | null {
	let bytes = 0;
	for (const [field, name] of Object.entries(names)) {
		if (name === null) continue;
		if (name.includes('\0'))
			return badName(what, field, name, 'has the character U+0000 in it, which no name may');
		bytes += Buffer.byteLength(name);
	}
	if (bytes <= mostNameBytes) return null;
	const [field, name] = Object.entries(names).reduce((a, b) =>
		(b[1]?.length ?? 0) > (a[1]?.length ?? 0) ? b : a
	);
	const why = `makes ${bytes} bytes with the names beside it, and at most ${mostNameBytes} can be kept`;
	return badName(what, field, name ?? '', why);
}

const longestShown = 60;

function badName(what: string, field: string, name: string, why: string): LookbackError {
	const whole = JSON.stringify(name);
	const shown = whole.length > longestShown ? `${whole.slice(0, longestShown)}...` : whole;
	return new LookbackError('incorrect', 'archive/bad-name', `The ${field} ${shown} of the ${what} ${why}.`, {
		field,
		name: name.slice(0, longestShown)
	});
}
