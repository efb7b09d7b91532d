import { hash } from 'node:crypto';
import { readEvent, sameEvents, statementsAbout, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { listBlocks } from '../bookings/read.server.ts';
import type { Campaign } from '../campaigns/read.server.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { looksAt } from '../pointings/looks-at.server.ts';
import type { Held } from './telescopes.ts';
import type { Ground } from './document.ts';
import { looksFor } from './looks-for.server.ts';
import { countsAllNames } from './software.ts';

/** Statements that bear on whether a target is still worth it. */
const bearing = ['class', 'redshift', 'name'];

/** What a plan for some campaigns would be made from at the question's basis, one fact after the other. */
export async function groundsOf(
	question: Question,
	campaigns: readonly Campaign[],
	software: string
): Promise<Ground[]> {
	const grounds: Ground[] = [];
	for (const { campaign, revision, goals } of campaigns) {
		grounds.push({
			what: 'campaign',
			name: campaign,
			version: String(revision),
			told: `revision ${revision}`
		});
		for (const { event, sets } of goals.coverage)
			grounds.push(...(await groundsOfEvent(question, event, sets, software)));
		if (goals.targets.length > 0) {
			const looks = (await looksFor(question, [campaign])).get(campaign) ?? [];
			grounds.push(groundOfLooks(`campaigns/${campaign}`, looks));
		}
		const subjects = new Set(goals.targets.flatMap(({ subject }) => (subject === null ? [] : [subject])));
		grounds.push(...(await groundsOfSubjects(question, [...subjects])));
	}
	const unique = new Map(grounds.map((one) => [`${one.what} ${one.name}`, one]));
	return [...unique.values()];
}

/** The facilities that a plan used, as grounds. */
export async function groundsOfFacilities(question: Question, names: readonly string[]): Promise<Ground[]> {
	const known = await listFacilities(question);
	return known
		.filter(({ facility }) => names.includes(facility.facility))
		.map((one) => ({
			what: 'facility',
			name: one.facility.facility,
			version: String(one.version),
			told: `as told at ${formatInstant(one.known_at)}`
		}));
}

/** Time that is held in a span, as known at the basis. */
export async function heldIn(question: Question, from: Held['from_at'], to: Held['to_at']): Promise<Held[]> {
	const blocks = await listBlocks(question, { states: ['accepted'], from, to, limit: 100_000 });
	return blocks.map(({ facility, telescope, from_at, to_at }) => ({ facility, telescope, from_at, to_at }));
}

/** Names of an event under which looks at it count: all that it has, but for planners of old. */
export async function namesOf(question: Question, event: string, software: string): Promise<string[]> {
	return countsAllNames(software) ? sameEvents(question, event) : [event];
}

async function groundsOfEvent(
	question: Question,
	name: string,
	sets: readonly { readonly band: string | null }[],
	software: string
): Promise<Ground[]> {
	try {
		const { event, localizations, retracted } = await readEvent(question, name);
		const map = localizations.at(-1);
		const looks = await looksAt(
			question,
			await namesOf(question, name, software),
			event.event_at,
			sets.map(({ band }) => band)
		);
		return [
			{
				what: 'event',
				name,
				version: retracted ? 'retracted' : 'stands',
				told: retracted ? 'retracted' : 'not retracted'
			},
			...(map
				? [
						{
							what: 'map' as const,
							name,
							version: `${map.notice_id} ${map.name} ${map.version}`,
							told: `${map.name}, known at ${formatInstant(map.known_at)}`
						}
					]
				: []),
			groundOfLooks(name, looks)
		];
	} catch (error) {
		if (!(error instanceof LookbackError) || error.code !== 'archive/unknown-event') throw error;
		return [{ what: 'event', name, version: 'unknown', told: 'not known' }];
	}
}

function groundOfLooks(
	name: string,
	looks: readonly { readonly ra_deg: number; readonly dec_deg: number }[]
): Ground {
	return {
		what: 'pointings',
		name,
		version: digest(looks.map(({ ra_deg, dec_deg }) => `${ra_deg} ${dec_deg}`).sort()),
		told: looks.length === 1 ? '1 pointing executed' : `${looks.length} pointings executed`
	};
}

/** What is said of each subject that bears on whether it is still worth it. */
async function groundsOfSubjects(question: Question, subjects: readonly string[]): Promise<Ground[]> {
	const said = Map.groupBy(await statementsAbout(question, subjects, bearing), (one) => one.subject);
	return subjects.map((subject) => {
		const words = (said.get(subject) ?? []).map(
			(one) => `${one.property} ${one.qualifier} ${one.value_text ?? one.value_number ?? ''} (${one.agent})`
		);
		return {
			what: 'class',
			name: subject,
			version: digest(words),
			told: words.length === 0 ? 'nothing said of it' : words.join('; ').replaceAll(/ +/g, ' ').slice(0, 300)
		};
	});
}

function digest(words: readonly string[]): string {
	return hash('sha256', words.join('\n'), 'hex').slice(0, 16);
}
