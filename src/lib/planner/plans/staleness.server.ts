import { sightOf } from '#lib/access/viewer.server.ts';
import { visible, type Question } from '#lib/archive/index.server.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { readCampaign, type Campaign } from '../campaigns/read.server.ts';
import { differencesBetween, differenceWords } from '../differences.ts';
import type { Facility } from '../facilities/facility.ts';
import { withoutPrivateReasons } from '../facilities/privacy.ts';
import { readFacility } from '../facilities/read.server.ts';
import type { Ground, PlanDocument } from './document.ts';
import { groundsOf, groundsOfFacilities } from './grounds.server.ts';

/** A reason why a plan no longer stands on what is known. */
export interface Stale {
	readonly what: Ground['what'];
	readonly name: string;
	readonly before: string;
	readonly now: string;
	/** In a sentence. */
	readonly reason: string;
}

/**
 * What a plan was made from that is otherwise at the question's basis: of each fact the telling then and now. Empty for a plan
 * that still stands. It was made on what its audience could see, and is measured by that, as far as the asker may see it.
 */
export async function staleness(
	{ database, basis, viewer }: Question,
	{ audience, rests_on: grounds, software }: Pick<PlanDocument, 'audience' | 'rests_on' | 'software'>
): Promise<Stale[]> {
	const question = { database, basis, viewer: await sightOf(database, viewer, audience, basis) };
	const names = grounds.filter(({ what }) => what === 'campaign').map(({ name }) => name);
	const campaigns = await Promise.all(names.map((name) => readCampaign(question, name)));
	const facilities = grounds.filter(({ what }) => what === 'facility').map(({ name }) => name);
	const now = [
		...(await groundsOf(question, campaigns, software)),
		...(await groundsOfFacilities(question, facilities))
	];
	const known = new Map(now.map((one) => [`${one.what} ${one.name}`, one]));
	const changed = grounds.flatMap((ground) => {
		const present = known.get(`${ground.what} ${ground.name}`);
		return present && present.version !== ground.version ? [{ ground, present }] : [];
	});
	return Promise.all(
		changed.map(async ({ ground, present }) => {
			const { what, name, told: before } = ground;
			return { what, name, before, now: present.told, reason: await reasonOf(question, ground, present) };
		})
	);
}

async function reasonOf(question: Question, ground: Ground, present: Ground): Promise<string> {
	const { what, name, told } = ground;
	switch (what) {
		case 'campaign':
			return campaignWords(question, ground);
		case 'facility':
			return facilityWords(question, ground);
		case 'map':
			return `There is another map of ${name}: ${present.told}; the plan was made on ${told}.`;
		case 'event':
			return `The event ${name} is ${present.told} by now; when the plan was made it was ${told}.`;
		case 'class':
			return `Of ${name} it is said by now: ${present.told}; when the plan was made: ${told}.`;
		case 'pointings': {
			const of = name.startsWith('campaigns/')
				? `For the campaign ${name.slice('campaigns/'.length)}`
				: `At ${name}`;
			return present.told === told
				? `${of} other pointings are on record as executed than when the plan was made, as many as then: ${told}.`
				: `${of}: ${present.told} by now; when the plan was made: ${told}.`;
		}
	}
}

/** What a campaign wants otherwise than in the revision that a plan was made from, and why it was revised. */
async function campaignWords(question: Question, { name, version }: Ground): Promise<string> {
	const [before, after] = await Promise.all([
		readCampaign(question, name, Number(version)),
		readCampaign(question, name)
	]);
	const wants = ({ title, state, goals }: Campaign) => ({ title, state, ...goals });
	const changes = differencesBetween(wants(before), wants(after));
	const why = after.reason === null ? '' : ` (${after.reason})`;
	return `The campaign ${name} is at revision ${after.revision}${why}; the plan was made from revision ${version}. ${
		changes.length === 0 ? 'It wants the same.' : `What changed: ${differenceWords(changes)}.`
	}`;
}

/** What is told of a facility otherwise than in the telling that a plan was made from, as far as the asker may see both. */
async function facilityWords(question: Question, { name, version }: Ground): Promise<string> {
	const { sql } = question.database;
	const [before] = await sql<{ document: Facility; operators: string | null; is_redacted: boolean }[]>`
		select document, operators, is_redacted from facility
		where facility = ${name} and version = ${version}::bigint and ${visible(question)}
		order by is_redacted limit 1`;
	const after = await readFacility(question, name);
	const told = `The facility ${after.facility.name} (${name}) was changed, last by ${after.actor} at ${formatInstant(after.known_at)}`;
	if (!before) return `${told}; what was known of it before is kept from you.`;
	const isOpen = !before.is_redacted && !after.is_redacted;
	const seen = (facility: Facility) => (isOpen ? facility : withoutPrivateReasons(facility));
	const changes = differencesBetween(
		{ ...seen(before.document), operators: before.operators },
		{ ...seen(after.facility), operators: after.operators }
	);
	return changes.length === 0
		? `${told}, and nothing of it that you may see is otherwise.`
		: `${told}: ${differenceWords(changes)}.`;
}
