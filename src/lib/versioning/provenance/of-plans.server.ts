import { asOf, statementsAbout, visible, type Question } from '#lib/archive/index.server.ts';
import { agent, others, type Provenance, type Relation, type Thing } from './model.ts';
import { packetsNamed } from './of-packets.server.ts';
import { blocksOf, plansRestingOn, type GroundKind } from './planner-rows.server.ts';
import {
	actingOn,
	blockThing,
	campaignThing,
	facilityThing,
	planRow,
	planThing,
	pointingRow,
	pointingThing,
	type BlockRow,
	type CampaignRow,
	type FacilityRow,
	type PlanRow,
	type PointingRow
} from './planner-things.ts';
import { statementThing } from './statement-thing.ts';
import { derived, mentioned, mostBeside, noticeThing, together, unknown, type NoticeRow } from './things.ts';

interface Ground {
	readonly what: GroundKind;
	readonly name: string;
	readonly version: string;
}

/** Properties of statements that a plan rests on. */
const bearing = ['class', 'redshift', 'name'];

/** A plan: who had it made by which planner, what it was made from, and the blocks that were asked for because of it. */
export async function ofPlan(question: Question, id: string): Promise<Provenance> {
	const { sql } = question.database;
	const [row] = await sql<
		(PlanRow & { actor: string; rests_on: Ground[]; packet: bigint; known_at: PlanRow['started_at'] })[]
	>`
		select ${sql(planRow)}, actor, rests_on, packet, known_at
		from ${asOf(question, 'plan')} p where p.plan = ${id}`;
	if (!row) throw unknown(`plans/${id}`);
	const thing = planThing(row);
	const [who, planner] = [agent(row.actor), agent(row.software)];
	const document: Thing = {
		id: `${thing.id}#document`,
		kind: 'entity',
		type: 'document',
		label: 'blocks, and what is left out',
		at: row.known_at,
		detail: { outputs_digest: row.outputs_digest }
	};
	const packets = await packetsNamed(question, [row.packet]);
	const used = await groundsOf(question, row);
	const blocks = await blocksOf(question, 'plan', id);
	return together(
		{
			things: [thing, who, planner, document, ...packets, ...used],
			relations: [
				{ type: 'wasAssociatedWith', from: thing.id, to: who.id },
				{ type: 'wasAssociatedWith', from: thing.id, to: planner.id },
				{ type: 'wasGeneratedBy', from: document.id, to: thing.id },
				...packets.flatMap((one) => derived(one.id, [document])),
				...used.map((one): Relation => ({ type: 'used', from: thing.id, to: one.id }))
			]
		},
		proposedFor(thing, blocks)
	);
}

/** Blocks that were proposed because of a plan, and the acts by which they were. */
function proposedFor({ id }: Thing, blocks: readonly (BlockRow & { readonly total: number })[]): Provenance {
	const total = blocks[0]?.total ?? 0;
	const rest = total > blocks.length ? [others(id, total - blocks.length, 'blocks')] : [];
	return {
		things: [
			...blocks.flatMap((one) => [
				blockThing(one),
				{ ...actingOn({ ...one, revision: 1 }).things[0]!, label: 'proposed' }
			]),
			...rest
		],
		relations: [
			...blocks.flatMap(({ block }): Relation[] => [
				{ type: 'wasInformedBy', from: `schedule/${block}#1`, to: id },
				{ type: 'wasGeneratedBy', from: `schedule/${block}`, to: `schedule/${block}#1` }
			]),
			...rest.map((one): Relation => ({ type: 'wasInfluencedBy', from: one.id, to: id }))
		]
	};
}

/** What a plan was made from, as was known at its basis: of long lists the first, and how many more there are. */
async function groundsOf(
	question: Question,
	{ plan, rests_on, basis_known_at, basis_batch }: PlanRow & { readonly rests_on: readonly Ground[] }
): Promise<Thing[]> {
	const { sql } = question.database;
	const then: Question = {
		...question,
		basis: { knownAt: basis_known_at, batch: basis_batch, pinned: true, isNow: false }
	};
	const named = (what: GroundKind) => rests_on.filter((one) => one.what === what);
	const subjects = named('class')
		.map(({ name }) => name)
		.filter((name) => /^(objects|events|alerts)\//.test(name));
	const shown = subjects.slice(0, mostBeside);
	const looked = named('pointings').map(({ name }) => name);
	const [notices, statements, pointings, facilities] = await Promise.all([
		sql<NoticeRow[]>`
			select notice_id, kind, stream, known_at from ${asOf(then, 'notice')} n
			where n.notice_id = any(${named('map').map(({ version }) => version.split(' ')[0]!)}::text[]) order by notice_id`,
		statementsAbout(then, shown, bearing),
		sql<PointingRow[]>`
			select ${sql(pointingRow)} from ${asOf(then, 'pointing')} p
			where p.is_executed and (p.event = any(${looked}::text[]) or 'campaigns/' || p.campaign = any(${looked}::text[]))
			order by p.from_at, p.facility, p.pointing limit ${mostBeside}`,
		sql<FacilityRow[]>`
			select facility, name, version, known_at from facility
			where version = any(${named('facility').map(({ version }) => version)}::bigint[])
				and facility = any(${named('facility').map(({ name }) => name)}::text[]) and ${visible(question)}
			group by facility, name, version, known_at order by facility`
	]);
	const rest = (count: number, what: string) =>
		count > mostBeside ? [others(`plans/${plan}/${what}`, count - mostBeside, what)] : [];
	return [
		...named('campaign').map(({ name, version }) => ({
			...mentioned(`campaigns/${name}`),
			detail: { revision: Number(version) }
		})),
		...named('event').map(({ name }) => mentioned(`events/${name}`)),
		...notices.map(noticeThing),
		...facilities.map(facilityThing).slice(0, mostBeside),
		...rest(facilities.length, 'facilities'),
		...shown.map(mentioned),
		...rest(subjects.length, 'subjects'),
		...statements.slice(0, mostBeside).map(statementThing),
		...rest(statements.length, 'statements'),
		...pointings.map(pointingThing)
	];
}

/** A campaign: who wants it and of what; the plans made for it, and what was asked for it without one. */
export async function ofCampaign(question: Question, name: string): Promise<Provenance> {
	const { sql } = question.database;
	const [row] = await sql<
		(CampaignRow & {
			actor: string;
			goals: { targets: { subject: string | null }[]; coverage: { event: string }[] };
		})[]
	>`
		select campaign, revision, title, state, known_at, actor, goals
		from ${asOf(question, 'campaign')} c where c.campaign = ${name}`;
	if (!row) throw unknown(`campaigns/${name}`);
	const thing = campaignThing(row);
	const who = agent(row.actor);
	const wanted = [
		...row.goals.coverage.map(({ event }) => `events/${event}`),
		...row.goals.targets.flatMap(({ subject }) => (subject === null ? [] : [subject]))
	].filter((one) => /^(objects|events|alerts)\//.test(one));
	const subjects = [...new Set(wanted)];
	const shown: Thing[] = subjects.slice(0, mostBeside).map(mentioned);
	if (subjects.length > mostBeside) shown.push(others(thing.id, subjects.length - mostBeside, 'subjects'));
	const plans = (await plansRestingOn(question, ['campaign'], [name])).map(planThing);
	const blocks = (await blocksOf(question, 'campaign', name)).filter(({ plan }) => plan === null);
	return {
		things: [thing, who, ...shown, ...plans, ...blocks.map(blockThing)],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: who.id },
			...shown.map((one): Relation => ({ type: 'wasInfluencedBy', from: thing.id, to: one.id })),
			...plans.map((one): Relation => ({ type: 'used', from: one.id, to: thing.id })),
			...blocks.flatMap((one) => derived(`schedule/${one.block}`, [thing]))
		]
	};
}

/** A facility: who told of it, and the plans that counted on it. */
export async function ofFacility(question: Question, name: string): Promise<Provenance> {
	const [row] = await question.database.sql<(FacilityRow & { actor: string })[]>`
		select facility, name, version, known_at, actor
		from ${asOf(question, 'facility')} f where f.facility = ${name}`;
	if (!row) throw unknown(`facilities/${name}`);
	const thing = facilityThing(row);
	const who = agent(row.actor);
	const plans = (await plansRestingOn(question, ['facility'], [name])).map(planThing);
	return {
		things: [thing, who, ...plans],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: who.id },
			...plans.map((one): Relation => ({ type: 'used', from: one.id, to: thing.id }))
		]
	};
}
