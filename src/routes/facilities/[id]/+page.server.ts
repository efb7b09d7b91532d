import { redirect } from '@sveltejs/kit';
import { may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { acting } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { readLooks } from '#lib/planner/adapters/index.server.ts';
import { listBlocks, movesOf } from '#lib/planner/bookings/index.server.ts';
import type { Facility } from '#lib/planner/facilities/facility.ts';
import { formatFacility } from '#lib/planner/facilities/index.server.ts';
import { earthCaveat } from '#lib/planner/facilities/limits.ts';
import { toldOfFacility } from '#lib/planner/moments.server.ts';
import { nameOf } from '#lib/planner/observability/constraint.ts';
import { constraintOf } from '#lib/planner/observability/description.ts';
import { nightAt } from '#lib/sky/night.ts';
import { moonIllumination, moonPhaseName } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import { drawnFrom } from '#lib/ui/planner/asked-moment.ts';
import { drawnBlocks } from '#lib/ui/planner/drawn-blocks.ts';
import { readConfig } from '../../../config.server.ts';
import { changesOf, momentsOf } from '../../moments.server.ts';
import { facilityFields, saveFacility } from '../save-facility.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const facility = pageOf(resources.facility);
/** Blocks of so many days are drawn and listed. */
const days = 7;
const mostBlocks = 200;

/** A facility with its night, and its blocks from the moment looked at on. */
export const load: PageServerLoad = async (event) => {
	const { document: read, ...answer } = await facility(event);
	const document = read as Facility;
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const at = question.basis.knownAt;
		const asked = drawnFrom(event.url);
		const from = asked ?? at;
		const span = (begin: Instant) => [begin, (begin + days * 86_400e6) as Instant] as const;
		const { facility: name } = document;
		const shownAt = (moment: Instant) => span(asked ?? moment);
		const [moments, { moments: told }] = await Promise.all([
			changesOf(event, answer.basis, toldOfFacility(name, shownAt, at)),
			momentsOf(event, answer.basis, 'facility', { facility: name })
		]);
		const blocks = await listBlocks(question, {
			facility: name,
			from,
			to: span(from)[1],
			limit: mostBlocks + 1
		});
		const shown = blocks.slice(0, mostBlocks);
		const mayOperate = may(viewer, 'operator', answer.facility.operators ?? archiveGroup);
		return {
			...answer,
			...moments,
			document,
			told,
			at,
			/** Limits of each telescope in words. */
			limits: document.telescopes.map(({ limits }) =>
				limits.map(({ source, ...limit }) => ({ words: nameOf(constraintOf(limit)), source }))
			),
			caveat: earthCaveat(document),
			night: document.site && {
				...nightAt(at, document.site),
				moon: { illumination: moonIllumination(at), phase: moonPhaseName(at) }
			},
			drawn: drawnBlocks([document], shown, at, asked, (span) =>
				question.basis.isNow
					? movesOf(viewer, shown, [{ ...answer.facility, facility: document }], span)
					: new Map()
			),
			blocks: shown,
			isCut: blocks.length > shown.length,
			yaml: formatFacility(document),
			system: question.basis.isNow ? await systemOf(document.facility, mayOperate) : null,
			mayEdit: mayOperate && question.basis.isNow,
			mayAppoint: may(viewer, 'administrator', archiveGroup)
		};
	});
};

/** How the facility's own system answers; its troubles are for those who may do something about them. */
async function systemOf(facility: string, mayOperate: boolean) {
	const looks = await readLooks(readConfig(process.env).dataDir);
	const look = looks.find(({ facilities }) => facilities.includes(facility));
	if (!look) return null;
	const { adapter, lookedAt, answeredAt, nextAt, problems, problemCount } = look;
	return { adapter, lookedAt, answeredAt, nextAt, problemCount, problems: mayOperate ? problems : [] };
}

export const actions: Actions = {
	/** Tells how the facility has changed. */
	save: (event) =>
		acting(
			event,
			async (form) => {
				const { facility, recorded } = await saveFacility(event, form);
				redirect(303, `/facilities/${facility}?recorded=${recorded}`);
			},
			facilityFields
		)
};
