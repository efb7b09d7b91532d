import { jsonText } from '#lib/table/value.ts';

/** The first ten digits of a commit, which people tell versions apart by. */
export function shortCommit(commit: unknown): string {
	return typeof commit === 'string' ? commit.slice(0, 10) : '';
}

/** `branch/main` is `the branch main` to people, `deployment/public` is `the deployment for everyone`. */
export function refWords(ref: string): string {
	const [kind, ...rest] = ref.split('/');
	const name = rest.join('/');
	if (kind !== 'deployment') return `the ${kind} ${name}`;
	return `the deployment for ${audienceWords(name)}`;
}

/** Parameters or settings as people write them: `radius_kpc = 20, survey = "ztf"`. */
export function settingWords(settings: unknown): string {
	const named = Object.entries((settings ?? {}) as Readonly<Record<string, unknown>>);
	return named.map(([name, value]) => `${name} = ${jsonText(value)}`).join(', ');
}

/** `public` is everyone to people. */
export function audienceWords(audience: string): string {
	return audience === 'public' ? 'everyone' : audience;
}
