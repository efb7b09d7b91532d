import { redirect } from '@sveltejs/kit';
import { decisionsAbout } from '#lib/access/decision-history.server.ts';
import type { GroupPage } from '#lib/access/groups.server.ts';
import { departureIn } from '#lib/access/members.server.ts';
import { may } from '#lib/access/permits.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { setMember } from '../set-member.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const group = pageOf(resources.group);

export const load: PageServerLoad = async (event) => {
	const answer = await group(event);
	return answerPage(event, async () => {
		const { context } = event.locals;
		const viewer = await context.viewer();
		const { database } = context.archive;
		const { knownAt, batch } = parseBasis(answer.basis);
		const mayDecide = may(viewer, 'administrator', answer.name);
		const asked = { database, viewer, basis: { knownAt: context.now, batch } };
		const decisions = await decisionsAbout(asked, answer);
		return {
			...answer,
			knownAt,
			...changesAmong(
				decisions.map(({ known_at }) => known_at),
				knownAt
			),
			mayDecide,
			left: mayDecide ? await leftBy(event.url, database, answer) : null,
			mayGive: viewer.isAdministrator
		};
	});
};

/** Who left by the record that the address names, to be offered back; null where they are back. */
async function leftBy(url: URL, database: Database, { name, members }: Pick<GroupPage, 'name' | 'members'>) {
	const recorded = url.searchParams.get('recorded') ?? '';
	const left = /^\d{1,18}$/.test(recorded) ? await departureIn(database, name, BigInt(recorded)) : null;
	const isBack = members.some(({ person, role }) => person === left?.person && role === left.role);
	return isBack ? null : left;
}

const policyFields = ['name', 'policy', 'public_from', 'public_after_months', 'title', 'owner', 'known_at'];

export const actions: Actions = {
	setMember,

	setPolicy: (event) => {
		const work = async (form: FormData) => {
			const told = Object.entries(textsOf(form, policyFields)).filter(([, value]) => value !== '');
			// the procedure itself checks what it is given
			const wish = Object.fromEntries(told) as never;
			const { batch } = await callerOf(event.locals.context).collections.setPolicy(wish);
			redirect(303, `/groups/${encodeURIComponent(event.params.name)}?recorded=${batch}`);
		};
		return acting(event, work, policyFields);
	}
};
