import { z } from 'zod';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { ReasonKind } from '../bookings/acts.ts';
import { lcoRequestGroups } from '../exports/lco.ts';
import { ofBlock } from '../exports/observation.ts';
import type { Adapter, RemoteStatus } from './adapter.ts';
import { askFacility, nonsense, type FacilityAddress } from './ask-facility.server.ts';

const groupsSchema = z.object({
	results: z.array(
		z.object({
			id: z.number(),
			name: z.string(),
			state: z.string(),
			requests: z.array(z.object({ id: z.number() }))
		})
	)
});
const observationsSchema = z.array(
	z.object({
		state: z.string(),
		start: z.string(),
		end: z.string(),
		configuration_statuses: z
			.array(z.object({ summary: z.object({ reason: z.string() }).nullish() }))
			.nullish()
	})
);

type Observation = z.output<typeof observationsSchema>[number];
type Group = z.output<typeof groupsSchema>['results'][number];

const pending: RemoteStatus = {
	state: 'pending',
	reason: null,
	reasonKind: null,
	observed: null,
	depthMag: null
};

/**
 * An Observatory Control System such as Las Cumbres' (its Observation Portal, API v3): a block is a request group with its key for a name. It is
 * accepted once the scheduler has placed an observation of it, and gives way to others until it has begun.
 */
export function lcoAdapter(
	address: FacilityAddress,
	{ facilities, everySec }: Pick<Adapter, 'facilities' | 'everySec'>,
	proposal: string
): Adapter {
	const { name } = address;
	const groupNamed = async (key: string): Promise<Group | null> => {
		const { status, body } = await askFacility(
			address,
			'GET',
			`/api/requestgroups/?name=${encodeURIComponent(key)}`
		);
		const groups = groupsSchema.safeParse(body).data;
		if (status >= 400 || !groups)
			throw nonsense(name, `asked for the request group ${key}, it answered with the status ${status}`);
		// the portal's filter lets names through that contain the key
		return groups.results.find((one) => one.name === key) ?? null;
	};
	return {
		name,
		facilities,
		everySec,
		async submit(key, block) {
			const { content, leftOut } = lcoRequestGroups([ofBlock(block)], new Map(), proposal);
			if (content.length === 0)
				return { ...pending, state: 'declined', reason: leftOut.join(' '), reasonKind: 'other' };
			const { status, body } = await askFacility(address, 'POST', '/api/requestgroups/', {
				...content[0],
				name: key
			});
			if (status < 400) return pending;
			if (status === 401 || status === 403)
				throw nonsense(name, `it does not take requests with this token (status ${status})`);
			return {
				...pending,
				state: 'declined',
				reason: `refused: ${JSON.stringify(body).slice(0, 1000)}`,
				reasonKind: 'other'
			};
		},
		async status(key) {
			const group = await groupNamed(key);
			if (!group) return null;
			const { status, body } = await askFacility(
				address,
				'GET',
				`/api/requests/${group.requests[0]?.id}/observations/`
			);
			const observations = observationsSchema.safeParse(body).data;
			if (status >= 400 || !observations)
				throw nonsense(name, `asked for the observations of ${key}, it answered with the status ${status}`);
			return statusOf(group, observations);
		},
		async cancel(key) {
			const group = await groupNamed(key);
			if (!group || group.state !== 'PENDING') return;
			const { status } = await askFacility(address, 'POST', `/api/requestgroups/${group.id}/cancel/`, {});
			if (status >= 400)
				throw nonsense(name, `asked to cancel ${key}, it answered with the status ${status}`);
		}
	};
}

function statusOf({ state }: Group, observations: readonly Observation[]): RemoteStatus {
	const done = observations.find((one) => one.state === 'COMPLETED');
	if (state === 'COMPLETED')
		return {
			...pending,
			state: 'executed',
			observed: done ? { from: utc(done.start), to: utc(done.end) } : null
		};
	if (state === 'CANCELED')
		return { ...pending, state: 'aborted', reason: 'cancelled at the facility', reasonKind: 'override' };
	if (state === 'WINDOW_EXPIRED' || state === 'FAILURE_LIMIT_REACHED') {
		const reason = observations.map(reasonOf).findLast((one) => one !== null) ?? null;
		const tried = observations.some((one) => ['ABORTED', 'FAILED', 'ATTEMPTED'].includes(one.state));
		return {
			...pending,
			state: tried ? 'failed' : 'declined',
			reason: reason ?? (tried ? 'it was tried, and failed' : 'the scheduler found no time for it'),
			reasonKind: kindOf(reason, tried)
		};
	}
	const isPlaced = observations.some((one) => ['PENDING', 'IN_PROGRESS'].includes(one.state));
	return isPlaced ? { ...pending, state: 'accepted' } : pending;
}

function reasonOf({ configuration_statuses }: Observation): string | null {
	return configuration_statuses?.map((one) => one.summary?.reason).find((reason) => reason) ?? null;
}

/** The portal states reasons in free words. */
function kindOf(reason: string | null, tried: boolean): ReasonKind {
	if (reason === null) return tried ? 'other' : 'lost-to-another';
	return /weather|wind|humid|cloud|rain|enclosure/i.test(reason) ? 'weather' : 'fault';
}

/** Its times say no zone, and are UTC. */
function utc(text: string) {
	return parseInstant(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
}
