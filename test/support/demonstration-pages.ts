/** Every kind of page over what a first start brings along: full and empty, right and wrong, now and in the past. */
export const demonstrationPages: readonly { readonly name: string; readonly path: string }[] = [
	{ name: 'front', path: '/' },
	{ name: 'front in 2017', path: '/?known=2017-08-18T02:00:00Z' }
];
