import {
	alertsOf,
	cone,
	credibleRegion,
	readObject,
	readSkymap,
	searchObjects,
	type ObjectCursor,
	type Question,
	type Region
} from '#lib/archive/index.server.ts';
import type { Input, Parameters } from '../manifest.ts';
import { Conditions } from './conditions.ts';
import { byText, inOrder } from './in-order.ts';
import { itemOf, type Item } from './item.ts';
import { orUnknown } from './unknown.ts';

type OfObjects = Extract<Input, { of: 'objects' | 'alerts' }>;

const usualRadiusArcsec = 5;
const pageOfNames = 500;
const readAhead = 4;

/** Objects as their page tells them, with what the manifest asks for; an item each. */
export async function* objectItems(
	question: Question,
	name: string,
	input: Extract<OfObjects, { of: 'objects' }>,
	parameters: Parameters,
	only: ReadonlySet<string> | null
): AsyncGenerator<Item> {
	const search = await searchOf(question, new Conditions(name, input.where, parameters), only);
	if (!search) return;
	yield* inOrder(namesOf(question, search), readAhead, async ({ survey, objectId }) => {
		const page = await orUnknown(readObject(question, survey, objectId));
		if (!page) return null;
		const parts = input.with.map((part) => [part, page[part]]);
		return itemOf(name, `objects/${survey}/${objectId}`, {
			object: page.object,
			...Object.fromEntries(parts)
		});
	});
}

/** Alerts of the objects that the conditions name: those in the region, known since then; by object, then by epoch. */
export async function* alertItems(
	question: Question,
	name: string,
	input: Extract<OfObjects, { of: 'alerts' }>,
	parameters: Parameters,
	only: ReadonlySet<string> | null
): AsyncGenerator<Item> {
	const search = await searchOf(question, new Conditions(name, input.where, parameters), only);
	if (!search) return;
	const { region, changedSince } = search;
	const ofObjects = inOrder(namesOf(question, search), readAhead, ({ survey, objectId }) =>
		alertsOf(question, survey, objectId)
	);
	for await (const alerts of ofObjects)
		for (const alert of alerts) {
			if (region && !region.contains(alert.ra_deg, alert.dec_deg)) continue;
			if (changedSince !== null && alert.known_at <= changedSince) continue;
			yield itemOf(name, `alerts/${alert.survey}/${alert.alert_id}`, alert);
		}
}

/** What the conditions ask the archive for; null where they name something that is not known at the basis. */
async function searchOf(question: Question, conditions: Conditions, only: ReadonlySet<string> | null) {
	const region = await regionOf(question, conditions);
	if (region === 'unknown') return null;
	const subject = conditions.text('subject');
	const wanted = subject === null ? only : new Set(only === null || only.has(subject) ? [subject] : []);
	return {
		region,
		survey: conditions.text('survey'),
		class: conditions.text('class'),
		classBy: conditions.text('class_by'),
		changedSince: conditions.instant('changed_since'),
		among: wanted && new Set([...wanted].filter(isObject).map((one) => one.slice('objects/'.length)))
	};
}

function isObject(subject: string): boolean {
	return /^objects\/[^/]+\/./.test(subject);
}

async function regionOf(question: Question, conditions: Conditions): Promise<Region | null | 'unknown'> {
	const [ra, dec, event] = [conditions.number('ra'), conditions.number('dec'), conditions.text('event')];
	if ((ra === null) !== (dec === null))
		throw conditions.wrong(ra === null ? 'dec' : 'ra', `wants ${ra === null ? 'ra' : 'dec'} beside it`);
	if (ra !== null && event !== null)
		throw conditions.wrong('event', 'stands beside ra and dec: a question is about one region');
	if (ra !== null) return cone(ra, dec!, conditions.number('radius_arcsec') ?? usualRadiusArcsec);
	if (conditions.has('radius_arcsec')) throw conditions.wrong('radius_arcsec', 'wants ra and dec beside it');
	if (event === null) {
		if (conditions.has('credible')) throw conditions.wrong('credible', 'wants event beside it');
		return null;
	}
	const map = await orUnknown(readSkymap(question, event));
	return map ? credibleRegion(map.skymap, conditions.number('credible') ?? 0.9) : 'unknown';
}

interface Named {
	readonly survey: string;
	readonly objectId: string;
}

type Search = NonNullable<Awaited<ReturnType<typeof searchOf>>>;

/** Objects that the search finds, by survey and name; all at once where that is how the archive finds them. */
async function* namesOf(question: Question, search: Search): AsyncGenerator<Named> {
	const { region, classBy, changedSince, among } = search;
	const atOnce = region ?? search.class ?? classBy ?? changedSince ?? among;
	if (atOnce !== null) {
		const { objects } = await searchObjects(question, { ...search, limit: Number.MAX_SAFE_INTEGER });
		yield* objects
			.map(({ survey, object_id: objectId }) => ({ survey, objectId }))
			.sort((a, b) => byText(a.survey, b.survey) || byText(a.objectId, b.objectId));
		return;
	}
	let after: ObjectCursor | null = null;
	do {
		const page = await searchObjects(question, { ...search, after, limit: pageOfNames });
		yield* page.objects.map(({ survey, object_id: objectId }) => ({ survey, objectId }));
		after = page.next;
	} while (after !== null);
}
