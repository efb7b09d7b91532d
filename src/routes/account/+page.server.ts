import { redirect, type RequestEvent } from '@sveltejs/kit';
import { findAccount } from '#lib/access/people/accounts.server.ts';
import { changePassword } from '#lib/access/people/change-password.server.ts';
import { makeAccountWithRole } from '#lib/access/administrators.server.ts';
import { membershipsAt } from '#lib/access/members.server.ts';
import { endSessions, listSessions } from '#lib/access/people/sessions.server.ts';
import { listTokens, makeCalendar, makeToken, revokeTokens } from '#lib/access/people/tokens.server.ts';
import { groupsOf } from '#lib/access/viewer.ts';
import { assertCalendar } from '#lib/api/calendars.server.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage } from '#lib/api/page.server.ts';
import { forgetSession, signInHere } from '#lib/api/session-cookie.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { listCampaigns } from '#lib/planner/campaigns/index.server.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { issuers } from '../issuers.server.ts';
import { signedIn, signedInPerson } from './signed-in.server.ts';
import { calendarFields, readCalendarForm, readTokenForm, tokenFields } from './token-form.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Campaigns that a form offers, the latest changed; those of others are led to from their pages. */
const mostOffered = 100;

/** Who is signed in: what they may do, their tokens, the browsers they are signed in with. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const { viewer, person, secret } = await signedIn(event);
		const { archive, now } = event.locals.context;
		const { database } = archive;
		const [account, memberships, tokens, sessions] = await Promise.all([
			person === null ? null : findAccount(database, person),
			person === null ? [] : membershipsAt(database, now, newestOfAll, { people: [person] }),
			person === null ? [] : listTokens(database, person),
			listSessions(database, person, secret, now)
		]);
		return {
			name: viewer.name,
			isPerson: person !== null,
			isAdministrator: viewer.isAdministrator,
			hasPassword: account?.has_password ?? false,
			identities: account?.issuers ?? [],
			issuers: issuers().map(({ slug, name }) => ({ slug, name })),
			memberships,
			tokens,
			calendars: person === null ? [] : await calendarsOf(event),
			sessions
		};
	});

/** Calendars that a form offers: one's own, all of it, open campaigns and facilities, and the one that is asked for. */
async function calendarsOf({ locals, url }: RequestEvent) {
	const question = await locals.context.question({});
	const [campaigns, facilities] = await Promise.all([
		listCampaigns(question, { state: 'open', limit: mostOffered }),
		listFacilities(question)
	]);
	const offered = [
		{ calendar: 'account', name: 'blocks of my groups, and of facilities that I answer for' },
		{ calendar: 'schedule', name: 'the whole schedule' },
		...campaigns.map(({ campaign, title }) => ({
			calendar: `campaigns/${campaign}`,
			name: `campaign: ${title}`
		})),
		...facilities.map(({ facility }) => ({
			calendar: `facilities/${facility.facility}`,
			name: `facility: ${facility.name}`
		}))
	];
	const asked = url.searchParams.get('calendar');
	const isOffered = asked === null || offered.some(({ calendar }) => calendar === asked);
	return isOffered ? offered : [...offered, { calendar: asked, name: asked.slice(0, 200) }];
}

export const actions: Actions = {
	/** Makes an account for whoever holds the archive, and signs them in to it. */
	account: (event) => {
		const work = async (form: FormData) => {
			const { person, password } = textsOf(form, ['person', 'password']);
			const { person: nobody, actor } = await signedIn(event);
			if (nobody !== null) redirect(303, '/account');
			const { archive, now } = event.locals.context;
			const wish = { person, password, isAdministrator: true };
			await makeAccountWithRole(archive.database, wish, actor, now);
			await signInHere(event, person, 'password');
			redirect(303, '/account?done=account');
		};
		return acting(event, work, ['person']);
	},

	/** Makes a token; its text is in the answer to this form alone. */
	token: (event) => {
		const work = async (form: FormData) => {
			const { viewer, person, actor } = await signedInPerson(event);
			const { archive, now } = event.locals.context;
			const token = { ...readTokenForm(form, now, groupsOf(viewer)), person };
			return { token: await makeToken(archive.database, token, actor, now), label: token.label };
		};
		return acting(event, work, tokenFields);
	},

	/** Makes the address of a calendar, which is in the answer to this form alone. */
	calendar: (event) => {
		const work = async (form: FormData) => {
			const { person, actor } = await signedInPerson(event);
			const { context } = event.locals;
			const wish = { ...readCalendarForm(form, context.now), person };
			await assertCalendar(context, wish.calendar);
			const secret = await makeCalendar(context.archive.database, wish, actor, context.now);
			return { calendar: `${event.url.origin}/calendars/${secret}.ics`, label: wish.label };
		};
		return acting(event, work, calendarFields);
	},

	revoke: (event) =>
		acting(event, async (form) => {
			const { label } = textsOf(form, ['label']);
			const { person, actor } = await signedInPerson(event);
			const { archive, now } = event.locals.context;
			await revokeTokens(archive.database, person, label, actor, now);
			redirect(303, '/account?done=revoked');
		}),

	password: (event) =>
		acting(event, async (form) => {
			const { old, wished } = textsOf(form, ['old', 'wished']);
			const { person, actor } = await signedInPerson(event);
			const { archive, now } = event.locals.context;
			await changePassword(archive.database, { person, old, wished }, actor.address, now);
			await signInHere(event, person, 'password');
			redirect(303, '/account?done=password');
		}),

	everywhere: (event) =>
		acting(event, async () => {
			const { person, actor } = await signedIn(event);
			const { archive, now } = event.locals.context;
			await endSessions(archive.database, person, actor, now);
			forgetSession(event);
			redirect(303, '/');
		})
};
