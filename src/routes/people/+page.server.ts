import { redirect, type RequestEvent } from '@sveltejs/kit';
import { decideDisabled, makeAccountWithRole } from '#lib/access/administrators.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { endSessions, listSessions } from '#lib/access/people/sessions.server.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { forgetSession } from '#lib/api/session-cookie.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { together } from '#lib/db/client.server.ts';
import { administrating, personIn, type Administrating } from './administrating.server.ts';
import { leadingBack, outcomeAt, type Done } from './outcome.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const people = pageOf(resources.people);

/** Who may sign in, and who is signed in where: for administrators of the archive, as things are now. */
export const load: PageServerLoad = async (event) => {
	const answer = await people(event);
	return answerPage(event, async () => {
		const { context, session } = event.locals;
		const viewer = await context.viewer();
		const { now, archive } = context;
		const { database } = archive;
		const [holders, outcome] = await Promise.all([
			listSessions(database, null, session ?? '', now),
			outcomeAt(event.url, database, session ?? '', now)
		]);
		return {
			...answer,
			holders: holders.map(({ last_used_at }) => ({ last_used_at })),
			outcome,
			self: viewer.kind === 'person' ? viewer.name : null,
			mayAct: session !== null
		};
	});
};

export const actions: Actions = {
	/** Makes an account with its link, or neither; the link is in the answer to this form alone. */
	add: (event) => {
		const work = async (form: FormData) => {
			const { person, password, administrator } = textsOf(form, ['person', 'password', 'administrator']);
			const { database, actor, now } = await administrating(event);
			const wish = {
				person,
				password: password === '' ? null : password,
				isAdministrator: administrator === 'true'
			};
			const secret = await together(database, async (within) => {
				await makeAccountWithRole(within, wish, actor, now);
				return makeLink(within, person, actor, now);
			});
			return { person, isNew: true, link: linkWith(secret, event) };
		};
		return acting(event, work, ['person', 'administrator']);
	},

	link: (event) => {
		const work = async (form: FormData) => {
			const { database, actor, now } = await administrating(event);
			const person = await personIn(form, database);
			return { person, isNew: false, link: linkWith(await makeLink(database, person, actor, now), event) };
		};
		return acting(event, work, ['person']);
	},

	signOut: (event) => {
		const work = async (form: FormData) => {
			const administrator = await administrating(event);
			const { database, actor, now } = administrator;
			const person = await personIn(form, database);
			await endSessions(database, person, actor, now);
			goOn(event, administrator, 'signed-out', person);
		};
		return acting(event, work, ['person']);
	},

	/** Signs out whoever came by a link of the archive itself. */
	signOutHolder: (event) =>
		acting(event, async () => {
			const administrator = await administrating(event);
			const { database, actor, now } = administrator;
			await endSessions(database, null, actor, now);
			goOn(event, administrator, 'signed-out', null);
		}),

	disable: (event) => acting(event, (form) => setDisabled(event, form, true), ['person']),
	enable: (event) => acting(event, (form) => setDisabled(event, form, false), ['person'])
};

async function setDisabled(event: RequestEvent, form: FormData, isDisabled: boolean): Promise<never> {
	const administrator = await administrating(event);
	const { database, viewer, actor, now } = administrator;
	const person = await personIn(form, database);
	await decideDisabled(database, viewer, { person, isDisabled }, actor, now);
	return goOn(event, administrator, isDisabled ? 'disabled' : 'enabled', person);
}

/** Back to the list; whoever has signed themselves out cannot see it. */
function goOn(event: RequestEvent, { isSelf }: Administrating, done: Done, person: string | null): never {
	if (!isSelf(person)) redirect(303, leadingBack(event.url, { done, person }));
	forgetSession(event);
	redirect(303, '/');
}

function linkWith(secret: string, { url }: RequestEvent): string {
	return `${url.origin}/enter/${secret}`;
}
