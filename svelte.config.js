import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ out: 'build' }),
		// with relative ones SvelteKit 2.70 changes its base path for a moment behind each page it draws, and answers
		// a request that arrives then with a bare 404: three were seen in some 45,000 answers under load
		paths: { relative: false },
		// `refusedForgery` in src/hooks.server.ts refuses what other sites send, with a sentence, and takes what programs do
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				// styles of elements are computed: plots and tables set them
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
