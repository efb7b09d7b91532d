import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** What a simulated facility does with a request: refuses it, or goes on to the next state at each look. */
export type Course = readonly Step[];
export type Step =
	| { readonly state: 'pending' | 'accepted' }
	| { readonly state: 'executed'; readonly isUntimed?: true }
	| {
			readonly state: 'declined' | 'failed' | 'aborted';
			readonly reason?: string;
			readonly reason_kind?: string;
	  };

export interface FacilityServer {
	readonly url: string;
	/** What it will do with requests whose label is this; others stay pending. */
	readonly courses: Map<string, Course>;
	/** Labels that it refuses to take, with what it says. */
	readonly refusals: Map<string, object>;
	/** In place of an answer, until it is null again. */
	trouble: 'down' | 'nonsense' | 'reset' | 'redirect' | 'silent' | null;
	/** Requests that it has, by key. */
	readonly requests: Map<string, Request>;
	/** Authorization headers that came. */
	readonly authorizations: Set<string | undefined>;
}

interface Request {
	readonly body: Record<string, unknown>;
	readonly label: string;
	looks: number;
	cancelled: boolean;
}

/**
 * A facility's system that speaks both of Lookback's forms, the plain one at `/blocks` and a portal's at `/api`. What it executes it
 * executes in the half hour before `now`.
 */
export async function facilityServer(now: () => Instant): Promise<FacilityServer> {
	const executed = () => ({
		from: formatInstant((now() - 1_740_000_000) as Instant),
		to: formatInstant((now() - 60_000_000) as Instant)
	});
	const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closeLater.push(() => {
		server.close();
		server.closeAllConnections();
	});
	const facility: FacilityServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		courses: new Map(),
		refusals: new Map(),
		trouble: null,
		requests: new Map(),
		authorizations: new Set()
	};

	async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		facility.authorizations.add(incoming.headers.authorization);
		const say = (status: number, body: unknown) => {
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(body === null ? '' : JSON.stringify(body));
		};
		const body = JSON.parse((await text(incoming)) || '{}') as Record<string, unknown>;
		if (facility.trouble === 'silent') return;
		if (facility.trouble === 'down') return say(503, { detail: 'maintenance' });
		if (facility.trouble === 'nonsense') return void outgoing.end('<html>welcome</html>');
		if (facility.trouble === 'reset') return void incoming.socket.destroy();
		if (facility.trouble === 'redirect') {
			outgoing.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' });
			return void outgoing.end();
		}
		const { pathname, searchParams } = new URL(incoming.url!, facility.url);
		const [, kind, name = ''] = /^\/(blocks|api\/requestgroups|api\/requests)\/?(.*)$/.exec(pathname) ?? [];
		if (kind === 'blocks') return plain(incoming.method!, decodeURIComponent(name), body, say);
		portal(incoming.method!, kind ?? '', name, searchParams.get('name'), body, say);
	}

	const stepOf = (request: Request): Step => {
		const course = facility.courses.get(request.label) ?? [{ state: 'pending' }];
		return course[Math.min(request.looks++, course.length - 1)]!;
	};

	function plain(method: string, key: string, body: Record<string, unknown>, say: Say): void {
		const request = facility.requests.get(key);
		if (method === 'PUT') {
			const label = String(body.label);
			const refused = facility.refusals.get(label);
			if (refused) return say(422, refused);
			if (!request) facility.requests.set(key, { body, label, looks: 0, cancelled: false });
			return say(request ? 200 : 201, { state: 'pending' });
		}
		if (!request) return say(404, { detail: 'not found' });
		if (method === 'DELETE') {
			request.cancelled = true;
			return say(204, null);
		}
		if (request.cancelled) return say(200, { state: 'aborted', reason: 'cancelled' });
		const step = stepOf(request);
		const isTimed = step.state === 'executed' && !step.isUntimed;
		say(200, { state: step.state, ...(isTimed ? executed() : { ...step, isUntimed: undefined }) });
	}

	function portal(
		method: string,
		kind: string,
		rest: string,
		name: string | null,
		body: Record<string, unknown>,
		say: Say
	): void {
		const all = [...facility.requests.entries()];
		if (method === 'POST' && rest === '') {
			const { requests } = body as { requests: { configurations: { target: { name: string } }[] }[] };
			const label = requests[0]!.configurations[0]!.target.name;
			const refused = facility.refusals.get(label);
			if (refused) return say(400, refused);
			facility.requests.set(String(body.name), { body, label, looks: 0, cancelled: false });
			return say(201, { id: all.length + 1 });
		}
		if (method === 'POST') {
			all[Number.parseInt(rest, 10) - 1]![1].cancelled = true;
			return say(200, {});
		}
		if (kind === 'api/requestgroups') {
			// as the portal does: what contains the name
			const found = all.flatMap(([key, request], i) =>
				key.includes(name ?? '')
					? [{ id: i + 1, name: key, state: groupState(request), requests: [{ id: i + 1 }] }]
					: []
			);
			return say(200, { count: found.length, results: found });
		}
		const [, request] = all[Number.parseInt(rest, 10) - 1] ?? [];
		say(200, request ? observationsOf(request) : []);
	}

	const groupState = (request: Request): string => {
		if (request.cancelled) return 'CANCELED';
		const { state } = stepOf(request);
		if (state === 'executed') return 'COMPLETED';
		return state === 'declined' || state === 'failed'
			? 'WINDOW_EXPIRED'
			: state === 'aborted'
				? 'CANCELED'
				: 'PENDING';
	};
	const observationsOf = (request: Request): object[] => {
		const course = facility.courses.get(request.label) ?? [{ state: 'pending' as const }];
		const step = course[Math.min(request.looks - 1, course.length - 1)]!;
		const { from, to } = executed();
		const [start, end] = [from, to].map((at) => at.slice(0, -1));
		if (step.state === 'accepted') return [{ state: 'PENDING', start, end, configuration_statuses: [] }];
		if (step.state === 'executed') return [{ state: 'COMPLETED', start, end, configuration_statuses: [] }];
		if (step.state !== 'failed') return [];
		return [
			{ state: 'FAILED', start, end, configuration_statuses: [{ summary: { reason: step.reason ?? '' } }] }
		];
	};
	return facility;
}

type Say = (status: number, body: unknown) => void;

const closeLater: (() => void)[] = [];
afterAll(() => closeLater.forEach((close) => close()));
