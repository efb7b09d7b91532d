import { assertPlanner, assertTeller } from '#lib/access/permits.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { packetLimit, readBody, wholeBodyBytes, type BodyLimit } from './body.server.ts';
import type { Context } from './context.server.ts';

/** Something that may be larger than forms and calls are, and who may send it. */
export interface LargeBody {
	readonly limit: BodyLimit;
	/** @throws LookbackError `access/...` for whoever may not. */
	readonly assertMay: (viewer: Viewer) => void;
}

/** 20,000 targets with some hundred bytes each, or 100,000 galaxies: as many as goals may have. */
export const campaignBody: LargeBody = {
	limit: {
		mostMiB: 16,
		wanted: 'a campaign',
		otherwise: "record larger campaigns with 'lookback campaign save'"
	},
	assertMay: assertPlanner
};

export const pointingsBody: LargeBody = {
	limit: {
		...packetLimit,
		wanted: 'a file of pointings',
		otherwise: "load larger files with 'lookback pointing import'"
	},
	assertMay: assertTeller
};

/**
 * The same request with its body at hand, where that is larger than what was awaited before the request came here: whoever sends
 * it is asked about before any of it is read. @throws LookbackError `access/...`, `api/large-body`.
 */
export async function withLargeBody(
	request: Request,
	context: Context,
	{ limit, assertMay }: LargeBody
): Promise<Request> {
	const { method, url, headers, signal } = request;
	const isWhole =
		!headers.has('transfer-encoding') && Number(headers.get('content-length') ?? 0) <= wholeBodyBytes;
	if (isWhole) return request;
	assertMay(await context.viewer());
	return new Request(url, { method, headers, signal, body: await readBody(request, limit) });
}
