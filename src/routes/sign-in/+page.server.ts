import { redirect } from '@sveltejs/kit';
import { readRefusal, refusals } from '#lib/access/people/issuer-refusals.ts';
import { signInWithPassword } from '#lib/access/people/sign-in.server.ts';
import { acting, placeHere, textsOf } from '#lib/api/forms.server.ts';
import { answerPage } from '#lib/api/page.server.ts';
import { signInHere } from '#lib/api/session-cookie.server.ts';
import { issuers } from '../issuers.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Ways to sign in, where the reader was, to be led back there, and why a sign-in through an issuer came to nothing. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const { url } = event;
		return {
			issuers: issuers().map(({ slug, name }) => ({ slug, name })),
			back: placeHere(url.searchParams.get('back'), url),
			refused: refusedSentence(url.searchParams.get('refused'))
		};
	});

function refusedSentence(written: string | null): string | null {
	if (written === null) return null;
	const refusal = readRefusal(written);
	return refusal ? refusals[refusal].sentence : 'Something went wrong here; try again soon.';
}

export const actions: Actions = {
	default: (event) =>
		acting(event, async (form) => {
			const { locals, url } = event;
			const { person, password, back } = textsOf(form, ['person', 'password', 'back']);
			const { archive, now } = locals.context;
			const address = event.getClientAddress();
			const who = await signInWithPassword(archive.database, { person, password }, address, now);
			await signInHere(event, who.person, 'password', who.stillHolds);
			redirect(303, placeHere(back, url));
		})
};
