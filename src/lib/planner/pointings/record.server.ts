import { everyone } from '#lib/access/audience.ts';
import { assertMay } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import { recordFacts, visible, type Question } from '#lib/archive/index.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { campaignCollection, pointingCollection } from '../audience.ts';
import { presentOf, type Actor, type BookingArchive } from '../bookings/propose.server.ts';
import { readCampaign } from '../campaigns/read.server.ts';
import { readFacility } from '../facilities/read.server.ts';
import { checkPointing, knowledgeOf, type PointingWish, type Telling } from './pointing.ts';
import type { Pointing } from './read.server.ts';

/** The file that pointings were read from: kept with them, byte for byte. */
export interface PointingFile {
	readonly name: string;
	/** `gwemopt-pointings`, `treasure-map`, `obsplan`, ... */
	readonly format: string;
	readonly bytes: Uint8Array;
}

/**
 * Records pointings in one batch; those that were in the same words when they were told are left out. Known when their source
 * says that it told them, else at `knownAt`, else now; never later than now, and what was executed no earlier than it was over. Those of a group's campaign are seen by that group
 * and recorded by its contributors; the others are public, and recorded by the facility's operators. The answer is how many
 * were recorded. @throws LookbackError `access/...`, `planner/bad-pointing`, `planner/no-instrument`, `planner/unknown-facility`,
 * `planner/unknown-campaign`.
 */
export async function recordPointings(
	archive: BookingArchive,
	wishes: readonly PointingWish[],
	by: Actor,
	{ knownAt = null, file = null }: { knownAt?: Instant | null; file?: PointingFile | null } = {}
): Promise<number> {
	const question = await presentOf(archive.database, by);
	const telling = { now: by.now, knownAt };
	const collections = await collectionsOf(question, wishes, by, telling);
	const tellings = await tellingsOf(question, wishes);
	const recorded: NewFact<'pointing'>[] = [];
	for (const wish of wishes) {
		const words = textOf(wordsOf(wish));
		const key = `${wish.facility} ${wish.pointing}`;
		const own = tellings.get(key) ?? [];
		const collection = collections.get(wish.campaign)!;
		const knowledge = knowledgeIn(own, wish, telling, (one) => isSame(one, words, collection));
		const at = knowledge.known_at;
		const before = own.findLast(({ known_at }) => known_at <= at);
		if (before && isSame(before, words, collection)) continue;
		const row = {
			...wordsOf(wish),
			actor: by.actor,
			collection,
			...knowledge,
			// with its moment: going back to earlier words is news
			version: hash63(`${words} ${at}`),
			packet: null
		} as const;
		if (before?.known_at === at && recorded.includes(before as NewFact<'pointing'>))
			throw new LookbackError(
				'incorrect',
				'planner/bad-pointing',
				`The pointing ${row.pointing} of ${row.facility} is told twice in different words; which of them holds is not told.`,
				{ facility: row.facility, pointing: row.pointing }
			);
		tellings.set(key, own.toSpliced(before ? own.lastIndexOf(before) + 1 : 0, 0, row));
		recorded.push(row);
	}
	if (recorded.length === 0) return 0;
	const facilities = [...new Set(recorded.map(({ facility }) => facility))].sort();
	const note = `${recorded.length} ${recorded.length === 1 ? 'pointing' : 'pointings'} of ${facilities.join(', ')}`;
	const document = file && { ...file, collection: recorded[0]!.collection };
	await recordFacts(
		archive,
		{ actor: by.actor, kind: 'pointing', note: note.slice(0, 200) },
		document,
		(packet) => recorded.map((row) => ({ relation: 'pointing' as const, row: { ...row, packet } })),
		by.now
	);
	return recorded.length;
}

/** The collection of each campaign's pointings, once everything may be recorded and is as it should be. */
async function collectionsOf(
	question: Question,
	wishes: readonly PointingWish[],
	by: Actor,
	telling: Telling
): Promise<Map<string | null, string>> {
	const collections = new Map<string | null, string>([[null, pointingCollection]]);
	for (const campaign of new Set(wishes.map((one) => one.campaign))) {
		if (campaign === null) continue;
		const { audience } = await readCampaign(question, campaign);
		if (audience !== everyone)
			await assertMaySpeakFor(question.database, by.viewer, 'contributor', audience, by.now);
		collections.set(campaign, audience === everyone ? pointingCollection : campaignCollection(audience));
	}
	for (const name of new Set(wishes.map((one) => one.facility))) {
		const { facility, operators } = await readFacility(question, name);
		const own = wishes.filter((one) => one.facility === name);
		if (own.some(({ campaign }) => collections.get(campaign) === pointingCollection))
			assertMay(by.viewer, 'operator', operators ?? archiveGroup);
		for (const wish of own) checkPointing(wish, facility, telling);
	}
	return collections;
}

type OnRecord = NewFact<'pointing'> | Pointing;

function isSame(one: OnRecord, words: string, collection: string): boolean {
	return textOf(one) === words && one.collection === collection;
}

/** Since when a telling is known; what is on record otherwise as of the moment that its source states was not told then. */
function knowledgeIn(
	own: readonly OnRecord[],
	wish: PointingWish,
	telling: Telling,
	isTold: (one: OnRecord) => boolean
) {
	const knowledge = knowledgeOf(wish, telling);
	const then = own.filter((one) => 'batch' in one && one.known_at === knowledge.known_at);
	const isContested = wish.toldAt !== null && then.length > 0 && !then.some(isTold);
	return isContested ? knowledgeOf({ toldAt: null }, telling) : knowledge;
}

/** What is on record of the pointings that are wished, by facility and name, as it became known. */
async function tellingsOf(
	question: Question,
	wishes: readonly PointingWish[]
): Promise<Map<string, readonly OnRecord[]>> {
	const rows = await question.database.sql<Pointing[]>`
		select t.* from pointing t
		where t.facility = any(${[...new Set(wishes.map(({ facility }) => facility))]}::text[])
			and t.pointing = any(${[...new Set(wishes.map(({ pointing }) => pointing))]}::text[])
			and ${visible(question)}
		order by t.known_at, t.version`;
	return Map.groupBy(rows, (one) => `${one.facility} ${one.pointing}`);
}

function wordsOf(wish: PointingWish) {
	return {
		facility: wish.facility,
		pointing: wish.pointing,
		instrument: wish.instrument,
		is_executed: wish.isExecuted,
		from_at: wish.from,
		to_at: wish.to,
		ra_deg: wish.raDeg,
		dec_deg: wish.decDeg,
		position_angle_deg: wish.positionAngleDeg,
		band: wish.band,
		depth_mag: wish.depthMag,
		event: wish.event,
		campaign: wish.campaign,
		block: wish.block,
		detail: wish.detail
	};
}

/** What is told, as text: two tellings of the same words have the same. */
function textOf(row: Omit<ReturnType<typeof wordsOf>, 'detail'> & { readonly detail?: unknown }): string {
	return JSON.stringify([
		...[row.facility, row.pointing, row.instrument, row.is_executed, row.from_at, row.to_at],
		...[row.ra_deg, row.dec_deg, row.position_angle_deg, row.band, row.depth_mag],
		...[row.event, row.campaign, row.block, row.detail]
	]);
}
