import { LookbackError } from '#lib/errors.ts';
import { problemOf } from '#lib/api/errors.ts';
import { problemResponse } from '#lib/api/respond.server.ts';
import type { RequestHandler } from './$types.js';

export const fallback: RequestHandler = ({ url }) =>
	problemResponse(
		problemOf(
			new LookbackError(
				'not-found',
				'api/nothing-here',
				`There is nothing at ${url.pathname.slice(0, 200)}; /api/openapi.json lists what there is.`
			)
		)
	);
