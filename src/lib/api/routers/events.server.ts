import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { listEvents, readEvent, readSkymap } from '#lib/archive/index.server.ts';
import { credibleAreaDeg2, credibleCells } from '#lib/sky/credible-region.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { flag, instant, text, word } from '../fields.ts';
import { basisFields, basisRequest, credibleField, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const eventField = text('Name of the event.');

export const eventInput = z.strictObject({ name: eventField, ...basisFields });

export const eventsInput = z.strictObject({
	kind: word('Kind of event.', ['gw', 'grb', 'neutrino', 'transient', 'other']).optional(),
	significant: flag(
		"Only events that LVK's newest word calls significant, or only those it does not."
	).optional(),
	retracted: flag('Only events that were retracted, or only those that stand.').optional(),
	include_tests: flag('Also tests and mocks; false unless told.').optional(),
	changed_since: instant('Only events of which something became known after this moment.').optional(),
	...basisFields,
	...pageFields
});

export const skymapInput = z.strictObject({
	name: eventField,
	map: text('Notice whose map it is; the newest map unless told.', 500).optional(),
	map_name: text('Name of the map, where a notice carries several.', 1000).optional(),
	level: credibleField.default(0.9),
	...basisFields
});

const cursor = z
	.object({ lastKnownAt: place.instant, event: place.text })
	.transform(({ lastKnownAt, event }) => ({ lastKnownAt, event }));

export const eventsRouter = router({
	/** Events, the one with the latest news first. */
	list: procedure.input(eventsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const found = await listEvents(question, {
			kind: input.kind,
			significant: input.significant,
			retracted: input.retracted,
			includeTests: input.include_tests,
			changedSince: input.changed_since,
			after: decodeCursor(input.cursor, cursor),
			limit: input.limit + 1
		});
		const events = found.slice(0, input.limit);
		const last = found.length > events.length ? events.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			events,
			next_cursor: encodeCursor(last && { lastKnownAt: last.last_known_at, event: last.event })
		};
	}),

	/** An event: its notices, maps and statements, in the order they became known. */
	read: procedure.input(eventInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), ...(await readEvent(question, input.name)) };
	}),

	/** The credible region of an event's newest map, or that of a notice, as cells of a multi-order map. */
	skymap: procedure.input(skymapInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { localization, skymap } = await readSkymap(question, input.name, {
			noticeId: input.map,
			name: input.map_name
		});
		const rows = [...credibleCells(skymap, input.level)];
		return {
			basis: formatBasis(question.basis),
			localization,
			level: input.level,
			area_deg2: credibleAreaDeg2(skymap, input.level),
			cells: {
				order: rows.map((row) => skymap.order[row]!),
				pixel: rows.map((row) => skymap.pixel[row]!),
				density_per_sr: rows.map((row) => skymap.density[row]!)
			}
		};
	})
});
