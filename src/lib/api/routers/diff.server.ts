import { z } from 'zod';
import { formatBasis, type BasisRequest } from '#lib/archive/basis.ts';
import {
	diffEvent,
	diffObject,
	diffRegion,
	type Changes,
	type Comparison
} from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { text } from '../fields.ts';
import { basisFields, coneFields, writtenConeFields } from '../inputs.ts';
import { aroundOf, coneOf, regionOfCone } from '../region.server.ts';
import { procedure, router } from '../trpc.server.ts';

const basisOrMoment = (description: string) =>
	text(`${description} A basis (2019-10-01T20:59:00Z~1742), or a moment: then of all that is recorded.`, 100);

export const diffInput = z.strictObject({
	from: basisOrMoment('The earlier basis.'),
	to: basisOrMoment('The later basis; now unless told.').optional(),
	subject: text('What changed: objects/<survey>/<id> or events/<name>; or give a region.', 500).optional(),
	...coneFields,
	...writtenConeFields,
	as_seen_by: basisFields.as_seen_by
});

export const diffRouter = router({
	/** What was added, revised and withdrawn between two bases, of an object, an event or a region. */
	read: procedure.input(diffInput).query(async ({ ctx, input }) => {
		// one after the other: what the answer is as of, its later basis, is the last one resolved
		const before = await ctx.question(requestOf(input.from, input.as_seen_by));
		const after = await ctx.question(requestOf(input.to, input.as_seen_by));
		return {
			basis: formatBasis(after.basis),
			from: formatBasis(before.basis),
			to: formatBasis(after.basis),
			around: aroundOf(input),
			...(await changes({ before, after }, input))
		};
	})
});

function requestOf(written: string | undefined, asSeenBy: string | undefined): BasisRequest {
	return written?.includes('~') ? { basis: written, asSeenBy } : { known: written, asSeenBy };
}

function changes(comparison: Comparison, input: z.output<typeof diffInput>): Promise<Changes> {
	const around = coneOf(input);
	const region = around && regionOfCone(around);
	if (region && input.subject === undefined) return diffRegion(comparison, region);
	const [kind, ...rest] = input.subject?.split('/') ?? [];
	if (!region && kind === 'objects' && rest.length >= 2)
		return diffObject(comparison, rest[0]!, rest.slice(1).join('/'));
	if (!region && kind === 'events' && rest.length >= 1) return diffEvent(comparison, rest.join('/'));
	throw new LookbackError(
		'incorrect',
		'api/bad-diff',
		region
			? 'A difference is about one thing: either subject, or a position.'
			: `subject must be objects/<survey>/<id> or events/<name>, or a position must name a region; got ${input.subject ?? 'neither'}.`
	);
}
