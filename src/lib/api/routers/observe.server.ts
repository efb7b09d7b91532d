import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { LookbackError } from '#lib/errors.ts';
import { listFacilities, readFacility } from '#lib/planner/facilities/index.server.ts';
import { whenUp, type NeverUp, type UpWindow } from '#lib/planner/facilities/when-up.ts';
import type { Instant } from '#lib/sky/time.ts';
import { instant, number, text } from '../fields.ts';
import { basisFields, basisRequest, coneFields, writtenConeFields } from '../inputs.ts';
import { coneOf } from '../region.server.ts';
import { procedure, router } from '../trpc.server.ts';

const mostHours = 168;

export const observeInput = z.strictObject({
	ra: coneFields.ra,
	dec: coneFields.dec,
	near: writtenConeFields.near,
	facility: text('Only this facility.', 100).optional(),
	from: instant('Beginning of the time asked about; the moment of the basis unless told.').optional(),
	hours: number(
		'How long a time is asked about, in hours; 24 unless told.',
		`a number above 0 and at most ${mostHours}`,
		(value) => value > 0 && value <= mostHours,
		{ exclusiveMinimum: 0, maximum: mostHours, default: 24 }
	).default(24),
	...basisFields
});

export const observeRouter = router({
	/** When a position can be observed, from where, why not longer, and how well. */
	read: procedure.input(observeInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const place = coneOf(input);
		if (!place)
			throw new LookbackError(
				'incorrect',
				'api/no-position',
				'A position is wanted: ra and dec in degrees, or near.'
			);
		const known = input.facility
			? [await readFacility(question, input.facility)]
			: await listFacilities(question);
		const from = input.from ?? question.basis.knownAt;
		const span = { from, to: (from + Math.round(input.hours * 3.6e9)) as Instant };
		const windows: UpWindow[] = [];
		const never: NeverUp[] = [];
		for (const { facility } of known)
			for (const telescope of facility.telescopes) {
				const found = whenUp(facility, telescope, place, span);
				if (Array.isArray(found)) windows.push(...found);
				else never.push(found);
			}
		return {
			basis: formatBasis(question.basis),
			position: { ra_deg: place.raDeg, dec_deg: place.decDeg, from_at: span.from, to_at: span.to },
			windows,
			never
		};
	})
});
