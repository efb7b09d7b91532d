import { LookbackError } from '#lib/errors.ts';
import { cutoutsOf, type Cutout, type Cutouts } from '#lib/archive/packets/cutouts.ts';
import { contentsOf } from '#lib/archive/packets/open.server.ts';
import { schemasOnRecord } from '#lib/archive/packets/schemas-on-record.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import { packetBytes, type OriginalPacket } from './packets.server.ts';
import type { Question } from './question.ts';
import type { Alert } from './rows.ts';

/**
 * One of the three images of an alert that the viewer may see. An image shows that alert alone, so it is handed out
 * even from a packet that also carries rows of a closed collection.
 * @throws LookbackError `archive/no-cutout` where its packet has none.
 */
export async function readCutout(
	question: Question,
	store: RawStore,
	alert: Alert,
	which: keyof Cutouts
): Promise<Cutout> {
	const subject = `alerts/${alert.survey}/${alert.alert_id}`;
	if (alert.packet !== null) {
		const packet = await packetBytes(question, store, alert.packet);
		const cutout = packet.format.includes('avro') ? await cutoutIn(packet) : null;
		if (cutout) return cutout;
	}
	async function cutoutIn({ name, bytes }: OriginalPacket): Promise<Cutout | null> {
		const schemas = await schemasOnRecord(question.database, store);
		return cutoutsOf(await contentsOf(name, bytes), alert.record, { name, schemas })[which];
	}
	throw new LookbackError(
		'not-found',
		'archive/no-cutout',
		`The packet of ${subject} carries no ${which} image.`,
		{ subject, which }
	);
}
