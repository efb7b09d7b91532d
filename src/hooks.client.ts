import type { ClientInit } from '@sveltejs/kit';
import { patientFetch } from '#lib/ui/live/patient-fetch.ts';

/** SvelteKit asks for pages' data by this. */
export const init: ClientInit = () => {
	window.fetch = patientFetch(window.fetch.bind(window), {
		shown: () => new URL(location.href),
		wait: (ms) => new Promise((done) => setTimeout(done, ms))
	});
};
