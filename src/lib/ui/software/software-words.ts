import { unitText } from '#lib/archive/told-text.ts';
import { jsonText } from '#lib/table/value.ts';
import { detailLines } from '#lib/ui/values/detail-lines.ts';

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

/** The value of a parameter as people read it. */
export interface SettingLine {
	/** As the analysis calls it: `radius_kpc`. */
	readonly key: string;
	/** `Radius` */
	readonly name: string;
	/** `20 kpc` */
	readonly value: string;
}

/** Values of parameters, each with its unit: the one in `units`, or that its name ends with. */
export function settingLines(settings: unknown, units: Readonly<Record<string, string>> = {}): SettingLine[] {
	return Object.entries((settings ?? {}) as Readonly<Record<string, unknown>>).map(([key, given]) => {
		const line = detailLines({ [key]: given })[0] ?? detailLines({ [key]: 'nothing' })[0]!;
		const value = typeof line.value === 'string' ? line.value : jsonText(given);
		const unit = unitText(units[key] ?? '');
		const isTold = unit === '' || typeof given !== 'number' || value.endsWith(` ${unit}`);
		return { key, name: line.name, value: isTold ? value : `${value} ${unit}` };
	});
}

/** The same in a sentence: `radius 20 kpc, survey ztf`. */
export function settingWords(settings: unknown): string {
	return settingLines(settings)
		.map(({ name, value }) => `${name.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} ${value}`)
		.join(', ');
}

/** `public` is everyone to people. */
export function audienceWords(audience: string): string {
	return audience === 'public' ? 'everyone' : audience;
}
