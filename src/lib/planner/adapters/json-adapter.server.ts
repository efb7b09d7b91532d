import { z } from 'zod';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { reasonKinds } from '../bookings/acts.ts';
import type { Block } from '../bookings/read.server.ts';
import { instantText } from '../observability/description.ts';
import { wrongPart } from '../wrong-part.ts';
import type { Adapter, RemoteStatus } from './adapter.ts';
import { askFacility, nonsense, type FacilityAddress } from './ask-facility.server.ts';

const statusSchema = z.object({
	state: z.enum(['pending', 'accepted', 'declined', 'executed', 'failed', 'aborted']),
	reason: z.string().max(2000).nullish(),
	reason_kind: z.enum(reasonKinds).nullish(),
	from: instantText.nullish(),
	to: instantText.nullish(),
	depth_mag: z.number().nullish()
});

/**
 * A facility that speaks the plain form of `docs/connect-a-telescope.md`: `PUT`, `GET` and `DELETE` of `/blocks/<key>`. A refusal of a `PUT`
 * (status 4xx) declines the block, with the reason that it states.
 */
export function jsonAdapter(
	address: FacilityAddress,
	{ facilities, everySec }: Pick<Adapter, 'facilities' | 'everySec'>
): Adapter {
	const { name } = address;
	const path = (key: string) => `/blocks/${encodeURIComponent(key)}`;
	return {
		name,
		facilities,
		everySec,
		async submit(key, block) {
			const { status, body } = await askFacility(address, 'PUT', path(key), requestOf(block));
			if (status < 400) return statusOf(name, body);
			const told = statusSchema.pick({ reason: true, reason_kind: true }).safeParse(body ?? {}).data;
			return {
				state: 'declined',
				reason: told?.reason ?? `refused with the status ${status}`,
				reasonKind: told?.reason_kind ?? 'other',
				observed: null,
				depthMag: null
			};
		},
		async status(key) {
			const { status, body } = await askFacility(address, 'GET', path(key));
			if (status === 404) return null;
			if (status >= 400) throw nonsense(name, `asked for ${key}, it answered with the status ${status}`);
			return statusOf(name, body);
		},
		async cancel(key) {
			const { status } = await askFacility(address, 'DELETE', path(key));
			if (status >= 400 && status !== 404)
				throw nonsense(name, `asked to cancel ${key}, it answered with the status ${status}`);
		}
	};
}

function statusOf(name: string, body: unknown): RemoteStatus {
	const { data, error } = statusSchema.safeParse(body);
	if (!data) {
		const [issue] = error.issues;
		throw nonsense(name, `${issue!.path.length > 0 ? 'its ' : ''}${wrongPart(issue!, body)}`);
	}
	const { state, reason = null, reason_kind: reasonKind = null, from, to, depth_mag } = data;
	const observed = from && to ? { from: parseInstant(from), to: parseInstant(to) } : null;
	return { state, reason, reasonKind, observed, depthMag: depth_mag ?? null };
}

function requestOf(block: Block): object {
	return {
		block: block.block,
		facility: block.facility,
		telescope: block.telescope,
		instrument: block.instrument,
		from: formatInstant(block.from_at),
		to: formatInstant(block.to_at),
		ra_deg: block.ra_deg,
		dec_deg: block.dec_deg,
		band: block.band,
		exposure_sec: block.exposure_sec,
		exposures: block.exposures,
		label: block.label
	};
}
