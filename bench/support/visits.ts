import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { ask } from './asking.ts';
import type { Act } from './crowd.ts';
import type { BenchPortal } from './portal.ts';

/** An object that readers ask about. */
export interface Place {
	readonly object_id: string;
	readonly ra_deg: number;
	readonly dec_deg: number;
	/** When half of its alerts were known. */
	readonly known_at: Instant;
}

const alertsPerPost = 5;
/** The writers' alerts are of another sky, whose objects nobody reads. */
const posted = { seed: 6, nights: 60, alertsPerNight: 1000, stampPixels: 63 };

/** A mixture such as people and their programs make: of a hundred questions so many of each kind. */
export function reader({ address }: BenchPortal, places: readonly Place[], events: readonly string[]): Act {
	const any = <T>(values: readonly T[]) => values[Math.floor(Math.random() * values.length)]!;
	const kinds: [number, string, () => string][] = [
		[60, 'page of an object', () => `/objects/ztf/${any(places).object_id}`],
		[15, 'object as JSON', () => `/objects/ztf/${any(places).object_id}.json`],
		[
			10,
			'cone of 60 arcsec',
			() => {
				const { ra_deg, dec_deg } = any(places);
				return `/objects?ra=${ra_deg}&dec=${dec_deg}&radius_arcsec=60`;
			}
		],
		[5, 'front page', () => '/'],
		[5, 'page of an event', () => `/events/${any(events)}`],
		[
			5,
			'difference of an object',
			() => {
				const { object_id, known_at } = any(places);
				return `/diff?subject=objects/ztf/${object_id}&from=${formatInstant(known_at)}`;
			}
		]
	];
	const deck = kinds.flatMap(([share, kind, path]) => Array.from({ length: share }, () => ({ kind, path })));
	return async () => {
		const { kind, path } = any(deck);
		return { kind, answer: await ask(address + path()) };
	};
}

/** Tars of some packets each, never the same one twice. */
export function writer({ address, token }: BenchPortal): Act {
	const packets = generateNights(posted);
	return async () => {
		const tar = pack();
		for (let i = 0; i < alertsPerPost; i++) {
			const { done, value } = packets.next();
			if (done) throw new Error('There are no more packets to send: let the generated sky be larger.');
			tar.entry({ name: value.name, mtime: new Date(0) }, Buffer.from(value.bytes));
		}
		tar.finalize();
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-tar' };
		const url = `${address}/api/ingest?known_at=observed%2B20m&name=night.tar`;
		return {
			kind: `POST of ${alertsPerPost} alerts`,
			answer: await ask(url, headers, await buffer(tar))
		};
	};
}
