import { expect, it } from 'vitest';
import { makeCalendar } from '#lib/access/people/tokens.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { SecretArchive } from '../../support/secrets/archive.ts';
import { addressesOf, examplesOf, queryOf, questionsAbout } from './addresses.ts';
import { ask, leaksIn, type Answer } from './asking.ts';
import { walkDoor } from './walk.ts';

const secrets = walkDoor(everyFile);

/**
 * Every GET of the OpenAPI document: every question as JSON and as the first kind of table, and the plain one as the
 * others, which are written from the same rows.
 */
async function everyFile(secrets: SecretArchive): Promise<string[]> {
	const examples = examplesOf(secrets);
	const response = await fetch(`${secrets.address}/api/openapi.json`);
	const text = await response.text();
	expect(response.status, text.slice(0, 500)).toBe(200);
	const document = JSON.parse(text) as {
		paths: Record<
			string,
			{ get?: { parameters?: { name: string; in: string; schema: { enum?: string[] } }[] } }
		>;
	};
	return Object.entries(document.paths).flatMap(([pattern, { get }]) => {
		if (!get) return [];
		const formats = get.parameters?.find(({ name }) => name === 'format')?.schema.enum ?? [''];
		const names = (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
		return formats.flatMap((format, index) => {
			const kind = pattern.split(/[/.]/)[1]!;
			const written = pattern
				.replace('{format}', format)
				.replace(
					/\{(\w+)\}/g,
					(_, name: string) =>
						`[${name === 'id' && kind === 'notices' ? '...id' : name === 'subject' ? '...subject' : name}]`
				);
			const [stem, ...suffix] = written.split(/(?=\.[a-z]+$)/);
			return addressesOf(examples, stem!).flatMap((path) =>
				questionsAbout(path)
					.filter((question) => Object.keys(question).every((name) => index === 0 && names.includes(name)))
					.map((question) => path.replace('%24last', '1') + suffix.join('') + queryOf(question))
			);
		});
	});
}

/** What a person's calendars tell by their addresses, one of each kind. */
async function calendarsOf(person: string): Promise<Answer[]> {
	const { archive, secret } = secrets();
	const now = (Date.now() * 1000) as Instant;
	const which = [
		'account',
		'schedule',
		`campaigns/${secret.campaign}`,
		'facilities/palomar-60',
		'facilities/swope'
	];
	const answers: Answer[] = [];
	for (const calendar of which) {
		const wish = { person, calendar, label: calendar, expires_at: null };
		const key = await makeCalendar(archive.database, wish, { name: 'test', address: null }, now);
		answers.push({ ...(await ask(secrets(), 'nobody', `/calendars/${key}.ics`)), path: '/calendars' });
	}
	return answers;
}

it.each(['ben', 'eve', 'mal'])('calendars of %s, who may not see them, tell no secret', async (person) => {
	const answers = await calendarsOf(person);
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200, 200]);
	expect(answers.flatMap((answer) => leaksIn(secrets(), answer))).toEqual([]);
});

it('calendars of a member tell what there is to tell', async () => {
	const answers = await calendarsOf('ada');
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
	for (const i of [0, 1, 2, 3]) expect(leaksIn(secrets(), answers[i]!)).toContain(secrets().secret.target);
});
