import { readAlert, readObject, type Question } from '#lib/archive/index.server.ts';
import { madeOf } from './made-of.server.ts';
import type { Provenance, Thing } from './model.ts';
import { packetsNamed } from './of-packets.server.ts';
import { alertThing, derived, mostBeside, objectThing, rest, together } from './things.ts';

/** An object: its alerts, or the packets of its measurements; what was said of it and decided about it, and the runs that read it. */
export async function ofObject(question: Question, survey: string, objectId: string): Promise<Provenance> {
	const id = `objects/${survey}/${objectId}`;
	const { object, alerts, photometry } = await readObject(question, survey, objectId);
	const thing: Thing = {
		...objectThing(survey, objectId),
		at: object.first_known_at,
		detail: { alerts: alerts.length, measurements: photometry.length }
	};
	const first = alerts.slice(0, mostBeside).map(alertThing);
	const packets =
		alerts.length > 0
			? []
			: await packetsNamed(
					question,
					photometry.map(({ packet }) => packet)
				);
	return together(
		{ things: [thing, ...first], relations: derived(id, first) },
		rest(id, alerts.length, 'alerts'),
		{ things: packets, relations: derived(id, packets) },
		await madeOf(question, id)
	);
}

/** An alert: its packet, and the object it belongs to; what was said of it, and the runs that read it. */
export async function ofAlert(question: Question, survey: string, alertId: bigint): Promise<Provenance> {
	const alert = await readAlert(question, survey, alertId);
	const thing = alertThing(alert);
	const object = objectThing(alert.survey, alert.object_id);
	const packets = await packetsNamed(question, [alert.packet]);
	return together(
		{
			things: [thing, object, ...packets],
			relations: [...derived(object.id, [thing]), ...derived(thing.id, packets)]
		},
		await madeOf(question, thing.id)
	);
}
