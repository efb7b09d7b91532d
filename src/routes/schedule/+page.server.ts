import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { basisOf } from '#lib/ui/parts/links.ts';
import { LookbackError } from '#lib/errors.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { toldOfSchedule } from '#lib/planner/moments.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { findConflicts, heldAt, movesOf } from '#lib/planner/bookings/index.server.ts';
import { shownConflicts } from '#lib/ui/planner/conflict-table.ts';
import { ganttRows } from '#lib/ui/planner/gantt-rows.ts';
import { withMoves } from '#lib/ui/planner/moving.ts';
import { siteStates } from '#lib/ui/planner/site-states.ts';
import { worldNight, worldSites } from '#lib/ui/plots/world-map.ts';
import { changesOf } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const schedule = pageOf(resources.schedule);

const HOUR = 3_600_000_000;
const usualHours = 24;
/** A longer time is drawn from its beginning on. */
const mostDrawnHours = 14 * 24;
const mostDrawn = 1000;
const filters = ['facility', 'campaign', 'plan', 'subject', 'state', 'from', 'to'];

/** Blocks from the moment looked at on, for a day unless told, in a table and drawn by telescope. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const question = await questionOfPage(event);
		const at = question.basis.knownAt;
		const url = new URL(event.url);
		const [from, to] = spanOf(url, at);
		url.searchParams.set('from', formatInstant(from));
		url.searchParams.set('to', formatInstant(to));
		const answer = await schedule({ ...event, url });
		const asked = Object.fromEntries(
			[...basisOf(url), ...[...url.searchParams].filter(([name]) => filters.includes(name))].filter(
				([, value]) => value !== ''
			)
		);
		const { blocks } = await callerOf(event.locals.context).schedule.list({
			...asked,
			limit: mostDrawn
		} as never);
		const known = await listFacilities(question);
		const facilities = known.map(({ facility }) => facility);
		const drawn = facilities.filter(({ facility }) => !asked.facility || asked.facility === facility);
		const span = { from, to: Math.min(to, from + mostDrawnHours * HOUR) as Instant };
		const { rows, others } = ganttRows(drawn, blocks, span);
		const moments = await changesOf(
			event,
			answer.basis,
			toldOfSchedule(
				{ facility: asked.facility, campaign: asked.campaign, plan: asked.plan, subject: asked.subject },
				event.url.searchParams.get('from') || event.url.searchParams.get('to')
					? { from, to }
					: (moment) => spanOf(event.url, moment),
				at
			)
		);
		const viewer = await event.locals.context.viewer();
		const moves = question.basis.isNow ? movesOf(viewer, blocks, known, span) : new Map();
		const shown = new Set(blocks.map(({ block }) => block));
		return {
			...answer,
			...moments,
			at,
			from,
			to,
			span,
			rows: withMoves(rows, moves),
			others,
			conflicts: shownConflicts(await findConflicts(question, { ...span, of: shown })),
			isCut: blocks.length === mostDrawn || span.to < to,
			night: worldNight(at),
			sites: siteStates(worldSites(drawn, at), drawn, await heldAt(question, at))
		};
	});

/** The time that an address asks about: both ends, or a day from one of them, or from the moment looked at. */
function spanOf({ searchParams }: URL, at: Instant): [Instant, Instant] {
	const [from, to] = ['from', 'to'].map((name) => searchParams.get(name) || null);
	const day = usualHours * HOUR;
	if (from && to) {
		const span = [parseInstant(from), parseInstant(to)] as [Instant, Instant];
		if (span[0] < span[1]) return span;
		throw new LookbackError(
			'incorrect',
			'routes/bad-span',
			`from must come before to; got ${from.slice(0, 100)} and ${to.slice(0, 100)}.`,
			{ from: from.slice(0, 100), to: to.slice(0, 100) }
		);
	}
	if (to) return [(parseInstant(to) - day) as Instant, parseInstant(to)];
	const begin = from ? parseInstant(from) : ((Math.floor(at / HOUR) * HOUR) as Instant);
	return [begin, (begin + day) as Instant];
}
