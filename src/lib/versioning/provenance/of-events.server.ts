import { readEvent, readNotice, type Question } from '#lib/archive/index.server.ts';
import { madeOf } from './made-of.server.ts';
import type { Provenance, Relation, Thing } from './model.ts';
import { plansOnMap, pointingsOf } from './planner-rows.server.ts';
import { planThing, pointingThing } from './planner-things.ts';
import { packetsNamed } from './of-packets.server.ts';
import { derived, mostBeside, noticeThing, rest, together } from './things.ts';

/** An event: its notices; where was looked for it; what was said of it and decided about it, and the runs that read it. */
export async function ofEvent(question: Question, event: string): Promise<Provenance> {
	const id = `events/${event}`;
	const { notices } = await readEvent(question, event);
	const first = notices.slice(0, mostBeside).map(noticeThing);
	const known = notices.map(({ known_at }) => known_at).sort((a, b) => a - b);
	const thing: Thing = {
		id,
		kind: 'entity',
		type: 'event',
		label: event,
		at: known[0] ?? null,
		detail: { notices: notices.length }
	};
	const pointings = (await pointingsOf(question, event)).map(pointingThing);
	return together(
		{ things: [thing, ...first], relations: derived(id, first) },
		rest(id, notices.length, 'notices'),
		{
			things: pointings,
			relations: pointings.map((one): Relation => ({ type: 'wasInfluencedBy', from: one.id, to: id }))
		},
		await madeOf(question, id)
	);
}

/** A notice: its packet, the event it is about, and the plans that were made on its map. */
export async function ofNotice(question: Question, noticeId: string): Promise<Provenance> {
	const notice = await readNotice(question, noticeId);
	const thing = noticeThing(notice);
	const packets = await packetsNamed(question, [notice.packet]);
	const event: Thing[] =
		notice.event === null
			? []
			: [{ id: `events/${notice.event}`, kind: 'entity', type: 'event', label: notice.event, at: null }];
	const plans = (await plansOnMap(question, noticeId)).map(planThing);
	return {
		things: [thing, ...event, ...packets, ...plans],
		relations: [
			...event.flatMap(({ id }) => derived(id, [thing])),
			...derived(thing.id, packets),
			...plans.map((one): Relation => ({ type: 'used', from: one.id, to: thing.id }))
		]
	};
}
