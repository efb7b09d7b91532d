import { LookbackError } from '#lib/errors.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { sourceTold } from '#lib/archive/source-told.ts';
import { decodeSkymap } from '#lib/archive/skymap-codec.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { asOf } from './as-of.server.ts';
import type { EventSummary } from './list-events.server.ts';
import { statementsAbout } from './objects.server.ts';
import type { Question } from './question.ts';
import type { Localization, Notice, Statement } from './rows.ts';

/** An event as known at a basis: every notice and map of it so far, in the order they became known. */
export interface EventPage {
	readonly event: EventSummary;
	readonly notices: readonly (Notice & { readonly retracted: boolean; readonly superseded: boolean })[];
	readonly localizations: readonly Localization[];
	readonly statements: readonly Statement[];
	readonly retracted: boolean;
}

/** @throws LookbackError `archive/unknown-event`, the same whether it does not exist, was not known yet or is not yours. */
export async function readEvent(question: Question, name: string): Promise<EventPage> {
	const { sql } = question.database;
	const [notices, localizations, statements] = await Promise.all([
		sql<Notice[]>`
			select * from ${asOf(question, 'notice')} n where n.event = ${name} order by n.known_at, n.notice_id`,
		sql<Localization[]>`
			select l.notice_id, l.name, l.event, l.creator, l.event_at, l.distance_mean_mpc, l.distance_std_mpc,
				l.area_50_deg2, l.area_90_deg2, l.cell_count, l.collection, l.known_at, l.known_from, l.version, l.packet,
				l.batch, l.fact
			from ${asOf(question, 'localization')} l where l.event = ${name} order by l.known_at, l.notice_id, l.name`,
		statementsAbout(question, `events/${name}`)
	]);
	if (notices.length + localizations.length + statements.length === 0) {
		throw new LookbackError(
			'not-found',
			'archive/unknown-event',
			`No event ${name} is known at ${formatBasis(question.basis)}.`,
			{ event: name, basis: formatBasis(question.basis) }
		);
	}
	const judged = withVerdicts(notices);
	const machine = judged.filter((notice) => notice.kind !== 'circular');
	const retracted = machine.at(-1)?.kind === 'retraction';
	const times = [...notices, ...localizations].map((row) => row.known_at).sort((a, b) => a - b);
	const event: EventSummary = {
		event: name,
		event_kind: notices.at(-1)?.event_kind ?? 'other',
		event_at:
			notices.findLast((notice) => notice.event_at !== null)?.event_at ??
			localizations.at(-1)?.event_at ??
			null,
		notices: notices.length,
		first_known_at: times[0] ?? question.basis.knownAt,
		last_known_at: times.at(-1) ?? question.basis.knownAt,
		last_kind: machine.at(-1)?.kind ?? 'other',
		far_hz: notices.findLast((notice) => notice.far_hz !== null)?.far_hz ?? null,
		significant:
			notices.map(({ detail }) => sourceTold(detail).isSignificant).findLast((one) => one !== null) ?? null,
		retracted
	};
	return { event, notices: judged, localizations, statements, retracted };
}

/** A notice is retracted or superseded once another one that is known says so: by its citation, or for its event. */
function withVerdicts(notices: readonly Notice[]): EventPage['notices'] {
	const cited = (how: string) =>
		new Set(
			notices.flatMap((notice) =>
				(notice.cites as { noticeId: string; how: string }[])
					.filter((cite) => cite.how === how)
					.map((cite) => cite.noticeId)
			)
		);
	const [retracted, superseded] = [cited('retraction'), cited('supersedes')];
	const lastRetraction = notices.findLastIndex((notice) => notice.kind === 'retraction');
	return notices.map((notice, index) => ({
		...notice,
		retracted: retracted.has(notice.notice_id) || (notice.kind !== 'circular' && index < lastRetraction),
		superseded: superseded.has(notice.notice_id)
	}));
}

/** One notice as known at a basis. @throws LookbackError `archive/unknown-notice`. */
export async function readNotice(question: Question, noticeId: string): Promise<Notice> {
	const [notice] = await question.database.sql<Notice[]>`
		select * from ${asOf(question, 'notice')} n where n.notice_id = ${noticeId}`;
	if (notice) return notice;
	throw new LookbackError(
		'not-found',
		'archive/unknown-notice',
		`No notice ${noticeId} is known at ${formatBasis(question.basis)}.`,
		{ noticeId, basis: formatBasis(question.basis) }
	);
}

/**
 * The map of an event that is newest at the basis, or that of a notice; of a notice that carries several the last by
 * name, or the named one. @throws LookbackError `archive/no-skymap`.
 */
export async function readSkymap(
	question: Question,
	event: string,
	{ noticeId = null, name = null }: { readonly noticeId?: string | null; readonly name?: string | null } = {}
): Promise<{ localization: Localization; skymap: Skymap }> {
	const { sql } = question.database;
	const [row] = await sql<(Localization & { cells: Uint8Array })[]>`
		select * from ${asOf(question, 'localization')} l
		where l.event = ${event}
			and (${noticeId}::text is null or l.notice_id = ${noticeId}::text)
			and (${name}::text is null or l.name = ${name}::text)
		order by l.known_at desc, l.notice_id desc, l.name desc
		limit 1`;
	if (!row) {
		const which = [noticeId && ` of notice ${noticeId}`, name && ` named ${name}`].filter(Boolean).join('');
		throw new LookbackError(
			'not-found',
			'archive/no-skymap',
			`No skymap of ${event}${which} is known at ${formatBasis(question.basis)}.`,
			{ event, noticeId, name, basis: formatBasis(question.basis) }
		);
	}
	const { cells, ...localization } = row;
	return { localization, skymap: decodeSkymap(cells) };
}
