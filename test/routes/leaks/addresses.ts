import type { SecretArchive } from '../../support/secrets/archive.ts';
import { delayed, halfOpen, region, secret } from '../../support/secrets/names.ts';
import { night } from '../../support/secrets/plans.ts';

export type Examples = Readonly<Record<string, readonly string[]>>;
/** Values for each parameter of an address; one that is not listed fails the test of the address that has it. */
export const examplesOf = ({ secret, commit, blocks, subjects }: SecretArchive): Examples => ({
	survey: ['ztf'],
	name: [secret.event, delayed.event, 'S210914zz'],
	'groups name': [secret.group, 'late', 'archive', 'ztf'],
	'software name': [secret.analysis, 'open-filter'],
	secret: ['a-link-that-never-was'],
	issuer: ['an-issuer-that-never-was'],
	number: ['1', '$last'],
	'...subject': [
		`objects/ztf/${secret.object}`,
		`alerts/ztf/${secret.alert}`,
		`events/${secret.event}`,
		`objects/ztf/${delayed.object}`,
		`alerts/ztf/${delayed.alert}`,
		`events/${delayed.event}`,
		'events/S210914zz',
		`software/${secret.analysis}`,
		'software/open-filter'
	],
	'...id': [secret.notice, `${secret.word}/another`, delayed.notice],
	image: ['science'],
	// of a story of which nothing but a secret is on record here
	slug: ['17-august-2017'],
	packet: ['1', '77777'],
	'objects id': [secret.object, halfOpen, delayed.object],
	'alerts id': [secret.alert, delayed.alert],
	'runs id': [secret.run],
	'decisions id': [secret.decision],
	'backtests id': [secret.backtest],
	'provenance ...subject': subjects,
	'facilities id': ['swope', 'palomar-60'],
	'campaigns id': [secret.campaign],
	'plans id': [secret.plan],
	'schedule id': blocks,
	'software commit': [commit, `${secret.code}-1`, secret.code, 'plain'],
	'...path': ['info/refs', 'HEAD', `objects/${commit.slice(0, 2)}/${commit.slice(2)}`]
});

/** Addresses made of a pattern such as `/objects/[survey]/[id]`, one for each choice of examples. */
export function addressesOf(examples: Examples, pattern: string): string[] {
	return pattern
		.split('/')
		.slice(1)
		.reduce<string[]>(
			(made, part) => {
				const parameter = /^\[(.+)\]$/.exec(part)?.[1];
				if (!parameter) return made.map((one) => `${one}/${part}`);
				const kind = pattern.split('/')[1]!;
				const values = examples[`${kind} ${parameter}`] ?? examples[parameter];
				if (!values)
					throw new Error(`No example of [${parameter}] in ${pattern}: say what it may show to whom.`);
				const written = (value: string) =>
					value
						.split('/')
						.map(encodeURIComponent)
						.join(parameter === '...id' ? '%2F' : '/');
				return made.flatMap((one) => values.map((value) => `${one}/${written(value)}`));
			},
			['']
		);
}

/** Questions put to every address that may take them; those it does not take are ignored by pages. */
export const questions: readonly Record<string, string>[] = [
	{},
	{ limit: '1000' },
	{ ...region, limit: '1000' },
	{ event: secret.event },
	{ class: `${secret.word} class` },
	{ class_by: `${secret.word} agent` },
	{ near: `${region.ra} ${region.dec}`, within: '1 arcmin' },
	{ q: secret.object },
	{ q: secret.alert },
	{ q: secret.event },
	{ q: `${region.ra} ${region.dec} 60s` },
	{ subject: `objects/ztf/${secret.object}`, from: '2021-01-01T00:00:00Z' },
	{ subject: 'events/S210914zz', from: '2021-01-01T00:00:00Z' },
	{ subject: `objects/ztf/${halfOpen}`, from: '2021-01-01T00:00:00Z' },
	{ ...region, from: '2021-01-01T00:00:00Z' },
	{ known: '2021-09-20T00:00:00Z' },
	{ known: 'T0+2h' },
	{ as_seen_by: 'public' },
	{ as_seen_by: secret.group },
	{ as_seen_by: 'late', known: '2021-09-20T00:00:00Z' },
	{ as_seen_by: secret.group, known: '2021-09-20T00:00:00Z' },
	{ person: secret.person },
	{ name: secret.person.slice(0, 7) },
	{ map: secret.notice },
	{ analysis: `${secret.word}-analysis` },
	{ subject: 'events/S210914zz' },
	{ campaign: secret.campaign, ...night }
];

/** Of what opens row by row: that rows are left out is the as-of queries' work, whatever else is asked. */
const fewQuestions: typeof questions = [
	{},
	{ known: '2021-09-20T00:00:00Z' },
	{ as_seen_by: 'late', known: '2021-09-20T00:00:00Z' },
	{ subject: `objects/ztf/${delayed.object}`, from: '2021-01-01T00:00:00Z' },
	{ q: delayed.object }
];
export const questionsAbout = (path: string) =>
	[delayed.object, delayed.alert, delayed.event].some((name) => path.includes(name))
		? fewQuestions
		: questions;

export const queryOf = (question: Record<string, string>) => {
	const text = new URLSearchParams(question).toString();
	return text === '' ? '' : `?${text}`;
};
