import type { RequestEvent } from '@sveltejs/kit';
import { basisOfPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { cone, type Measurement } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { shownChanges } from '#lib/ui/history/changes.ts';
import { momentParameters } from '#lib/ui/parts/links.ts';
import { layoutChangeCurve } from '#lib/ui/plots/change-curve.ts';
import { changeLayers } from '#lib/ui/plots/change-layers.ts';
import type { SkyRegion } from '#lib/ui/plots/sky-regions.ts';
import type { PageMoments } from '#lib/ui/time/steps.ts';
import { newestContours } from '../event-contours.server.ts';
import { momentsAround, objectsAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const difference = pageOf(resources.diff);

/** More rows of a kind are for a file. */
const rowsShown = 200;
/** More points of a kind cannot be told apart in a field. */
const pointsShown = 3000;

/**
 * Without an earlier basis there is nothing to compare yet: the page asks for one. The later one is `to`, or else
 * the basis that a link from another page brought along.
 */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!url.searchParams.get('from')) return { difference: null, asked: url.href };
	const asked = new URL(url);
	const { basis: brought } = asked.searchParams.get('to')
		? { basis: null }
		: await basisOfPage({ locals, url });
	if (brought && !brought.isNow) asked.searchParams.set('to', brought.text);
	for (const name of momentParameters) asked.searchParams.delete(name);
	const { from, to, around, ...changes } = await difference({ locals, params, url: asked });
	asked.searchParams.set('from', from);
	const subject = asked.searchParams.get('subject');
	const between = { locals, from, to, asSeenBy: asked.searchParams.get('as_seen_by') ?? undefined };
	const [kind, ...name] = subject?.split('/') ?? [];
	return {
		...since(
			await stepsOf({ locals, params, url: asked }, { subject, to, around }),
			parseBasis(from).knownAt
		),
		difference: {
			from,
			to,
			around: around && {
				raDeg: around.ra_deg,
				decDeg: around.dec_deg,
				radiusArcsec: around.radius_arcsec
			},
			relations: shownChanges(changes, rowsShown),
			layers: subject || !changes.alerts ? [] : changeLayers(changes.alerts, pointsShown),
			regions: kind === 'events' ? await regionsOf(between, name.join('/')) : [],
			curve:
				kind === 'objects' && changes.photometry
					? layoutChangeCurve(changes.photometry, await measurementsAfter(between, name))
					: null
		},
		asked: asked.href
	};
};

/** Steps without what came before the earlier basis: nothing lies between then. */
function since({ earlier, moments, ...steps }: PageMoments, from: Instant): PageMoments {
	const at = moments?.at.filter((one) => one > from);
	return {
		...steps,
		earlier: earlier != null && earlier > from ? earlier : null,
		...(moments && at && { moments: { at, count: moments.count - (moments.at.length - at.length) } })
	};
}

/** When what is compared changes around the later basis. */
function stepsOf(
	event: Pick<RequestEvent, 'locals' | 'params' | 'url'>,
	{ subject, to, around }: { subject: string | null; to: string; around: Around | null }
): Promise<PageMoments> {
	if (subject !== null) return momentsAround(event, to, subject);
	const region = around && cone(around.ra_deg, around.dec_deg, around.radius_arcsec);
	return objectsAround(event, to, {
		region,
		...{ event: null, survey: null, class: null, classBy: null, shown: [] }
	});
}

interface Around {
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly radius_arcsec: number;
}

interface Between {
	readonly locals: RequestEvent['locals'];
	readonly from: string;
	readonly to: string;
	readonly asSeenBy: string | undefined;
}

/** Where an event was thought to be before, as a dashed line, and where after. */
async function regionsOf({ locals, from, to, asSeenBy }: Between, event: string): Promise<SkyRegion[]> {
	const at = async (basis: string) =>
		orNothing(async () => newestContours(await locals.context.question({ basis, asSeenBy }), event));
	const [before, after] = [await at(from), await at(to)];
	const earlier = before
		.filter(({ level }) => level === 0.9)
		.map((region) => ({ ...region, event: undefined, dashed: true, legend: '90 % credible region before' }));
	return [...after.map((region) => ({ ...region, event: undefined })), ...earlier];
}

async function measurementsAfter(
	{ locals, to, asSeenBy }: Between,
	[survey = '', ...id]: readonly string[]
): Promise<readonly Measurement[]> {
	return orNothing(async () => {
		const input = { survey, id: id.join('/'), basis: to, as_seen_by: asSeenBy };
		return (await callerOf(locals.context).objects.read(input)).photometry;
	});
}

/** What is not known at a basis has nothing to show. */
async function orNothing<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
	try {
		return await work();
	} catch (error) {
		const cause = error instanceof LookbackError ? error : (error as { cause?: unknown }).cause;
		if (cause instanceof LookbackError && cause.kind === 'not-found') return [];
		throw error;
	}
}
