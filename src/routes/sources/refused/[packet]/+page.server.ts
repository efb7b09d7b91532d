import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';

/** A packet of which something was refused, for administrators. */
export const load = pageOf(resources.refusedPacket);
