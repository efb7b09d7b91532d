import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { batchesAround } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const packet = pageOf(resources.refusedPacket);

/** A packet of which something was refused, for administrators. */
export const load: PageServerLoad = async (event) => ({
	...(await packet(event)),
	// the answer was given, so that it is a number
	...(await batchesAround(event, { packet: BigInt(event.params.packet) }))
});
