import { isTeller } from '#lib/access/permits.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { pointingsBody } from '#lib/api/large-body.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { importWords } from '#lib/planner/imports/index.server.ts';
import { toldOfPointings } from '#lib/planner/moments.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import { basisOf } from '#lib/ui/parts/links.ts';
import { fieldLayer } from '#lib/ui/planner/field-layers.ts';
import { pointingLayers } from '#lib/ui/planner/pointing-layers.ts';
import { contoursOfEvents } from '../event-contours.server.ts';
import { changesOf } from '../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const pointings = pageOf(resources.pointings);
const filters = ['event', 'facility', 'campaign', 'band', 'executed', 'from', 'to', 'cursor'];
/** On the map, from those of the table on. */
const mostDrawn = 1000;

/**
 * Where instruments looked and were going to, the newest first, in a table and, with those that come after it, on the sky, over
 * the map of the event that is asked about.
 */
export const load: PageServerLoad = async (event) => {
	const answer = await pointings(event);
	const word = (name: string) => event.url.searchParams.get(name) || null;
	const moment = (name: string) => (word(name) === null ? null : parseInstant(word(name)!));
	const moments = await changesOf(
		event,
		answer.basis,
		toldOfPointings({
			facility: word('facility'),
			event: word('event'),
			campaign: word('campaign'),
			band: word('band'),
			from: moment('from'),
			to: moment('to')
		})
	);
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const at = question.basis.knownAt;
		const asked = [...event.url.searchParams].filter(
			([name, value]) => filters.includes(name) && value !== ''
		);
		const { pointings: drawn } = await callerOf(event.locals.context).pointings.list({
			...Object.fromEntries([...basisOf(event.url), ...asked]),
			limit: mostDrawn
		} as never);
		const facilities = (await listFacilities(question)).map(({ facility }) => facility);
		const of = (isExecuted: boolean) => drawn.filter((one) => one.is_executed === isExecuted);
		const eventAsked = event.url.searchParams.get('event');
		return {
			...answer,
			...moments,
			mayImport: question.basis.isNow && isTeller(await event.locals.context.viewer()),
			fields: [
				...fieldLayer('fields planned', 'due', of(false), facilities),
				...fieldLayer('fields executed', 'done', of(true), facilities)
			],
			layers: pointingLayers(drawn),
			...(await contoursOfEvents(question, eventAsked ? [eventAsked] : [])),
			bodies: { sun: sunPlace(at), moon: moonPlace(at) }
		};
	});
};

const importFields = ['event', 'facility', 'instrument', 'campaign', 'known_at'] as const;

export const actions: Actions = {
	/** Records the pointings in a file that is sent. */
	import: (event) =>
		acting(
			event,
			async (form) => {
				const told = Object.entries(textsOf(form, importFields)).filter(([, value]) => value !== '');
				const file = form.get('file');
				const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
				const report = await callerOf(event.locals.context).pointings.importFile({
					...Object.fromEntries(told),
					...(file instanceof File && file.name !== '' && { name: file.name.slice(-200) }),
					bytes
				} as never);
				return { imported: importWords(report) };
			},
			importFields,
			pointingsBody
		)
};
