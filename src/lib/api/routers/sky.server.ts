import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import {
	listEvents,
	newestMaps,
	newestNotices,
	newestStatements,
	readRecentSky
} from '#lib/archive/index.server.ts';
import { number } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

/** Most alerts whose objects an answer has. */
export const mostAlerts = 50_000;
export const usualAlerts = 2000;

export const skyInput = z.strictObject({
	alerts: number(
		`Most alerts to go back through; ${usualAlerts} unless told.`,
		`a whole number from 1 to ${mostAlerts}`,
		(value) => Number.isInteger(value) && value >= 1 && value <= mostAlerts,
		{ type: 'integer', minimum: 1, maximum: mostAlerts, default: usualAlerts }
	).default(usualAlerts),
	...basisFields
});

const newsInput = z.strictObject(basisFields);

/** Enough for a first page. */
const newestEvents = 12;
const newestOthers = 40;

export const skyRouter = router({
	/** Objects of the newest alerts, and where they are. */
	recent: procedure.input(skyInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { objects, alerts, since, hasOlder } = await readRecentSky(question, input.alerts);
		return { basis: formatBasis(question.basis), objects, alerts, since, has_older: hasOlder };
	}),

	/** The newest events, notices and statements. */
	news: procedure.input(newsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const [events, notices, statements] = await Promise.all([
			listEvents(question, { limit: newestEvents }),
			newestNotices(question, newestOthers),
			newestStatements(question, newestOthers)
		]);
		return { basis: formatBasis(question.basis), events, notices, statements };
	}),

	/** The newest maps, one of each event. */
	maps: procedure.input(newsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), maps: await newestMaps(question, mostMaps) };
	})
});

/** More contours on one sky cannot be told apart. */
const mostMaps = 4;
