import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { LookbackError } from '#lib/errors.ts';
import { listFacilities, readFacility } from '#lib/planner/facilities/index.server.ts';
import { altitudesAt } from '#lib/planner/facilities/altitudes.ts';
import { whenUp, type NeverUp, type UpWindow } from '#lib/planner/facilities/when-up.ts';
import type { Span } from '#lib/planner/observability/time-rule.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Question } from '#lib/archive/index.server.ts';
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

export const altitudesInput = z.strictObject({
	...observeInput.shape,
	facility: text('Facility at whose site it is looked from.', 100),
	step_min: number(
		'Minutes between steps; 10 unless told.',
		'a number from 1 to 60',
		(value) => value >= 1 && value <= 60,
		{ minimum: 1, maximum: 60, default: 10 }
	).default(10)
});

export const observeRouter = router({
	/** When a position can be observed, from where, why not longer, and how well. */
	read: procedure.input(observeInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const place = placeOf(input);
		const known = input.facility
			? [await readFacility(question, input.facility)]
			: await listFacilities(question);
		const span = spanOf(input, question);
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
			position: positionIn(place, span),
			windows,
			never
		};
	}),

	/** How high a position, the Sun and the Moon stand at a site, step by step. */
	altitudes: procedure.input(altitudesInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const place = placeOf(input);
		const { facility } = await readFacility(question, input.facility);
		const span = spanOf(input, question);
		return {
			basis: formatBasis(question.basis),
			position: positionIn(place, span),
			altitudes: altitudesAt(facility, place, span, input.step_min)
		};
	})
});

type Asked = z.output<typeof observeInput>;

function placeOf(input: Pick<Asked, 'ra' | 'dec' | 'near'>): SkyPlace {
	const place = coneOf(input);
	if (place) return place;
	throw new LookbackError(
		'incorrect',
		'api/no-position',
		'A position is wanted: ra and dec in degrees, or near.'
	);
}

function spanOf({ from, hours }: Pick<Asked, 'from' | 'hours'>, { basis }: Question): Span {
	const begin = from ?? basis.knownAt;
	return { from: begin, to: (begin + Math.round(hours * 3.6e9)) as Instant };
}

function positionIn({ raDeg, decDeg }: SkyPlace, { from, to }: Span) {
	return { ra_deg: raDeg, dec_deg: decDeg, from_at: from, to_at: to };
}
