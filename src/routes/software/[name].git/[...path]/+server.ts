import { LookbackError } from '#lib/errors.ts';
import { problemOf } from '#lib/api/errors.ts';
import { answering, problemResponse } from '#lib/api/respond.server.ts';
import { repositoryFile } from '#lib/versioning/store/index.server.ts';
import type { RequestHandler } from './$types.js';

/** The read-only clone of an analysis, for `git clone`: as known now, to whoever may see the analysis. */
export const GET: RequestHandler = ({ locals, params }) =>
	answering('a clone', async () => {
		const { context } = locals;
		const question = await context.question({});
		const file = await repositoryFile(context.archive.software, question, params.name, params.path);
		if (file) return new Response(file.bytes, { headers: { 'content-type': file.type } });
		throw new LookbackError(
			'not-found',
			'versioning/nothing-to-clone',
			`There is nothing at ${params.path.slice(0, 200)} of an analysis ${params.name.slice(0, 100)}, or it is not for you to see.`
		);
	});

/** What only git's smart protocol asks for: pushes, and parts of a history. */
export const fallback: RequestHandler = ({ request }) => {
	const error = new LookbackError(
		'incorrect',
		'versioning/dumb-protocol',
		`This repository is read whole, by GET, and takes no ${request.method}: clone it without --depth and --filter; new versions come by lookback analysis push.`
	);
	return problemResponse(problemOf(error, 405), { allow: 'GET, HEAD' });
};
