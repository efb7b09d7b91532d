import { asOf, visible, type Question } from '#lib/archive/index.server.ts';
import { agent, type Provenance, type Relation, type Thing } from './model.ts';
import { packetsNamed } from './of-packets.server.ts';
import { plansRestingOn } from './planner-rows.server.ts';
import {
	actingOn,
	blockRow,
	blockThing,
	planThing,
	pointingRow,
	pointingThing,
	type BlockRow,
	type PlanRow,
	type PointingRow
} from './planner-things.ts';
import { derived, mentioned, together, unknown } from './things.ts';

/** A block of the schedule: the plan or campaign it was asked for, who did what with it, and where it was carried out. */
export async function ofBlock(question: Question, name: string): Promise<Provenance> {
	const { sql } = question.database;
	// as a revision everyone may see tells less than the one of its owners, the fuller one counts
	const revisions = await sql<(BlockRow & { campaign: string | null; subject: string | null })[]>`
		select distinct on (revision) ${sql(blockRow)}, campaign, subject
		from block where block = ${name} and ${visible(question)}
		order by revision, is_redacted`;
	const newest = revisions.at(-1);
	if (!newest) throw unknown(`schedule/${name}`);
	const thing = blockThing(newest);
	const { plan, campaign, facility, subject } = newest;
	const [plans, pointings] = await Promise.all([
		plan === null ? [] : sql<PlanRow[]>`select p.* from ${asOf(question, 'plan')} p where p.plan = ${plan}`,
		sql<PointingRow[]>`
			select ${sql(pointingRow)} from ${asOf(question, 'pointing')} p where p.block = ${name} and p.facility = ${facility}`
	]);
	const asked: Thing[] = [...plans.map(planThing)];
	const about: Thing[] = [
		...(campaign === null ? [] : [mentioned(`campaigns/${campaign}`)]),
		...(subject !== null && /^(objects|events|alerts)\//.test(subject) ? [mentioned(subject)] : []),
		mentioned(`facilities/${facility}`)
	];
	return together({ things: [thing], relations: [] }, ...revisions.map(actingOn), {
		things: [...asked, ...about, ...pointings.map(pointingThing)],
		relations: [
			...asked.map((one): Relation => ({ type: 'wasInformedBy', from: `${thing.id}#1`, to: one.id })),
			...about.map((one): Relation => ({ type: 'wasInfluencedBy', from: thing.id, to: one.id })),
			...pointings.map((one): Relation => ({
				type: 'wasDerivedFrom',
				from: pointingThing(one).id,
				to: thing.id
			}))
		]
	});
}

/** A pointing: who told of it, the block that it carried out, its packet; and the plans that counted it as covered. */
export async function ofPointing(question: Question, facility: string, name: string): Promise<Provenance> {
	const { sql } = question.database;
	const [row] = await sql<
		(PointingRow & {
			block: string | null;
			event: string | null;
			campaign: string | null;
			actor: string;
			packet: bigint | null;
			batch: bigint;
		})[]
	>`
		select ${sql(pointingRow)}, block, event, campaign, actor, packet, batch
		from ${asOf(question, 'pointing')} p where p.facility = ${facility} and p.pointing = ${name}`;
	if (!row) throw unknown(`pointings/${facility}/${name}`);
	const thing = pointingThing(row);
	const who = agent(row.actor);
	const blocks =
		row.block === null
			? []
			: await sql<BlockRow[]>`select b.* from ${asOf(question, 'block')} b where b.block = ${row.block}`;
	const packets = await packetsNamed(question, [row.packet]);
	const about = [
		mentioned(`facilities/${facility}`),
		...(row.event === null ? [] : [mentioned(`events/${row.event}`)])
	];
	const grounds = [row.event, row.campaign && `campaigns/${row.campaign}`].filter((one) => one !== null);
	const resting = row.is_executed ? await plansRestingOn(question, ['pointings'], grounds) : [];
	const plans = resting
		.filter(({ basis_known_at, basis_batch }) => basis_known_at >= row.known_at && basis_batch >= row.batch)
		.map(planThing);
	return {
		things: [thing, who, ...blocks.map(blockThing), ...packets, ...about, ...plans],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: who.id },
			...derived(thing.id, [...blocks.map(blockThing), ...packets]),
			...about.map((one): Relation => ({ type: 'wasInfluencedBy', from: thing.id, to: one.id })),
			...plans.map((one): Relation => ({ type: 'used', from: one.id, to: thing.id }))
		]
	};
}
