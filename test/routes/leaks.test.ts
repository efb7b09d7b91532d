import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { makeCalendar, makeToken } from '#lib/access/people/tokens.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { appRouter, callerOf } from '#lib/api/routers/index.server.ts';
import { encodeSkymap } from '#lib/archive/skymap-codec.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { carryOutBackTest, recordBackTest } from '#lib/versioning/backtest/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { deploy, pushFolder, tagCommit } from '#lib/versioning/store/index.server.ts';
import { analysisFolder, manifestText } from '../support/analysis.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';
import { filesOf, keep } from '../versioning/analyses.ts';
import {
	foreign,
	formsFor,
	told,
	toldOf as hints,
	wishesFor,
	type FormWish,
	type Named,
	type Open
} from './wishes.ts';

/** Values that stand nowhere but in rows of a collection that its group alone may see. */
const secret = {
	object: 'ZTFSECRETOBJ',
	alert: '7777777777777001',
	event: 'S777777zz',
	notice: 'secret/S777777zz/1',
	word: 'unmistakable',
	mag: '13.57913',
	ra: '123.456789',
	dec: '45.678912',
	// no number that anything might come to by itself
	area: '7777.7713',
	group: 'confidants',
	person: 'zenobia.unheard',
	title: 'Untold nights of the few',
	/** Of a run, a decision and a back-test for the group alone: they are named when they are made. */
	run: 'not made yet',
	decision: 'not made yet',
	analysis: 'clandestine-filter',
	/** In its manifest, its files, its messages and its tags. */
	code: 'ciphered',
	backtest: 'not made yet',
	campaign: 'surreptitious-survey',
	plan: 'not made yet',
	target: 'undisclosed nova',
	/** Where an object lies of which limits are public and the alert is not: its limits are kept under it. */
	place: String(hpx29(123.456789, 45.678912))
};
/** The same of a collection that opens row by row, a hundred years after observation. */
const delayed = {
	object: 'ZTFDELAYEDOBJ',
	alert: '8888888888888001',
	event: 'S888888zz',
	notice: 'delayed/S888888zz/1',
	word: 'inconspicuous',
	mag: '14.68024',
	ra: '223.456789',
	dec: '35.678912',
	area: '8888.8813',
	place: String(hpx29(223.456789, 35.678912))
};
const halfOpen = 'ZTFHALFOPEN';
const region = { ra: '123.4567', dec: '45.6789', radius_arcsec: '60' };
const knownAt = parseInstant('2021-09-16T00:00:00Z');
const past = parseInstant('2020-01-01T00:00:00Z');

let archive: SmallArchive;
/** Commit of the secret analysis, and where its objects lie. */
let secretCommit: string;
let address: string;
/** Authorization headers by who asks; null asks without. */
const readers: Record<string, string | null> = { nobody: null };
const outsiders = [
	...['nobody', 'a former member', 'a member of another group', "a member's token for another group"]
];
/** Who asks for changes: some of them may make some. */
const writers = [...outsiders, 'an administrator of another group'];
const insiders = ['a member', "a member's token that may only read", 'an administrator'];

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const now = (Date.now() * 1000) as Instant;
	await setPolicy(
		database,
		{
			name: 'late.nights',
			owner: 'late',
			policy: 'public-after',
			publicFrom: null,
			publicAfterMonths: 1200,
			title: 'Opens row by row',
			knownAt: past
		},
		'test',
		now
	);
	await tellSecrets(secret, `${secret.group}.nights`);
	await tellSecrets(delayed, 'late.nights');
	await tellHalfOpen();
	await runInSecret();
	const join = (person: string, group: string, isMember = true, at = past, role: Role = 'reader') =>
		setMembership(database, { group, person, role, isMember, knownAt: at }, 'test', now);
	await join('ada', secret.group);
	await join('ada', foreign, true, past, 'administrator');
	await join('mal', foreign, true, past, 'administrator');
	await join('ben', secret.group, true, past, 'administrator');
	await join('ben', secret.group, false, knownAt, 'administrator');
	await join('ben', foreign, true, past, 'contributor');
	await join(secret.person, secret.group);
	await join('ben', secret.group);
	await join('ben', secret.group, false, knownAt);
	await join('ada', 'late');
	await join('ben', 'late');
	await join('ben', 'late', false, knownAt);
	await join('eve', foreign);
	const unheard = { name: `${secret.group}.unheard`, owner: secret.group, policy: 'group' } as const;
	await setPolicy(
		database,
		{ ...unheard, publicFrom: null, publicAfterMonths: null, title: secret.title, knownAt: past },
		'test',
		now
	);
	const by = { name: 'test', address: null };
	await makeAccount(database, { person: secret.person, password: null }, by, now);
	await openSession(database, secret.person, 'link', null, now);
	const token = async (person: string, may_write: boolean, groups: string[] | null = null) => {
		const wish = { person, label: `test ${may_write} ${groups}`, may_write, groups, expires_at: null };
		return `Bearer ${await makeToken(database, wish, by, now)}`;
	};
	readers['a member'] = await token('ada', true);
	readers["a member's token that may only read"] = await token('ada', false);
	readers['a former member'] = await token('ben', true);
	readers['a member of another group'] = await token('eve', true);
	readers["a member's token for another group"] = await token('ada', true, [foreign]);
	readers['an administrator of another group'] = await token('mal', true);
	readers['an administrator'] = `Bearer ${archive.token}`;
	await planInSecret();
	await keepSecretSoftware(now);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
}, 300_000);

async function keepSecretSoftware(now: Instant) {
	const viewer = await localViewer(archive.database);
	const keep = async (name: string, audience: string, word: string) => {
		const folder = analysisFolder({
			'analysis.json': manifestText({ name, title: `${word} title`, description: `${word} description` }),
			'main.js': `// ${word}\n`,
			[`${word}.txt`]: word
		});
		const wish = { folder, name, audience, branch: word, message: `${word} message`, isForced: false };
		const { commit } = await pushFolder(archive, viewer, wish, now);
		const context = contextOf(
			() => archive,
			{ authorization: `Bearer ${archive.token}`, session: null },
			now
		);
		const question = await context.question({});
		await tagCommit(
			archive,
			question,
			{ version: `${name}@${commit}`, tag: `${word}-1`, isForced: false },
			now
		);
		await deploy(archive, question, { version: `${name}@${commit}`, audience, parameters: {} }, now);
		return commit;
	};
	await keep('open-filter', 'public', 'plain');
	secretCommit = await keep(secret.analysis, secret.group, secret.code);
	// an open analysis that the group deploys for itself
	const context = contextOf(() => archive, { authorization: `Bearer ${archive.token}`, session: null }, now);
	const wish = { version: 'open-filter', audience: secret.group, parameters: {} };
	await deploy(archive, await context.question({}), wish, now);
	examples['software commit'] = [secretCommit, `${secret.code}-1`, secret.code, 'plain'];
	const object = (oid: string) => `objects/${oid.slice(0, 2)}/${oid.slice(2)}`;
	examples['...path'] = ['info/refs', 'HEAD', object(secretCommit)];
	inputs['software.version'] = [
		{ name: secret.analysis, commit: secretCommit, file: 'main.js' },
		{ name: secret.analysis, commit: `${secret.code}-1` },
		{ name: 'open-filter', commit: 'plain', against: secretCommit },
		{ name: 'open-filter', commit: secretCommit }
	];
}

const brightness = {
	observed_at: parseInstant('2021-09-15T04:00:00Z'),
	exposure_sec: 30,
	band: 'g',
	mag_err: 0.1,
	limiting_mag: null,
	flux_njy: null,
	flux_err_njy: null,
	is_positive: true,
	real_bogus: null
};
const toldThen = { known_at: knownAt, known_from: 'stated', version: 1n, packet: null } as const;

async function tellSecrets(secret: typeof delayed, collection: string) {
	await archive.load(
		[{ name: `${secret.word}.bin`, bytes: Buffer.from(secret.word), original: Buffer.from(secret.word) }],
		'received',
		collection
	);
	const told = { collection, ...toldThen };
	const place = {
		hpx: hpx29(Number(secret.ra), Number(secret.dec)),
		ra_deg: Number(secret.ra),
		dec_deg: Number(secret.dec)
	};
	await archive.database.sql`
		insert into object (survey, object_id, hpx) values ('ztf', ${secret.object}, ${place.hpx})`;
	const number = BigInt(secret.alert);
	const facts = new FactSet();
	const own = {
		survey: 'ztf',
		object_id: secret.object,
		...place,
		...brightness,
		mag: Number(secret.mag),
		...told
	};
	facts.add('alert', { ...own, alert_id: number, record: 0 });
	facts.add('photometry', { ...own, measurement: number, kind: 'detection', origin: 'own' });
	for (const subject of [`objects/ztf/${secret.object}`, 'events/S210914zz', 'events/G298048']) {
		facts.add('statement', {
			subject,
			property: 'class',
			qualifier: '',
			agent: `${secret.word} agent`,
			software: null,
			value_text: `${secret.word} class`,
			value_number: null,
			unit: null,
			detail: null,
			...told
		});
	}
	for (const event of [secret.event, 'S210914zz']) {
		facts.add('notice', {
			notice_id: event === secret.event ? secret.notice : `${secret.word}/another`,
			event,
			event_kind: 'gw',
			stream: `${secret.word} stream`,
			kind: 'update',
			role: 'observation',
			stated_at: knownAt,
			event_at: knownAt,
			ra_deg: place.ra_deg,
			dec_deg: place.dec_deg,
			error_deg: null,
			far_hz: null,
			title: `${secret.word} title`,
			body: `${secret.word} body`,
			cites: [],
			detail: { say: secret.word },
			...told
		});
	}
	facts.add('localization', {
		notice_id: secret.notice,
		name: `${secret.word}.fits`,
		event: secret.event,
		creator: secret.word,
		event_at: knownAt,
		distance_mean_mpc: null,
		distance_std_mpc: null,
		area_50_deg2: Number(secret.area),
		area_90_deg2: Number(secret.area),
		cell_count: 1,
		cells: encodeSkymap({
			order: Uint8Array.of(0),
			pixel: Float64Array.of(3),
			density: Float64Array.of(3 / Math.PI)
		}),
		...told
	});
	facts.add('pointing', {
		facility: 'palomar-48',
		pointing: `${secret.word} pointing`,
		instrument: 'ztf',
		is_executed: true,
		from_at: brightness.observed_at,
		to_at: brightness.observed_at,
		ra_deg: place.ra_deg,
		dec_deg: place.dec_deg,
		position_angle_deg: null,
		band: 'g',
		depth_mag: Number(secret.mag),
		event: secret.event,
		campaign: null,
		block: null,
		detail: { say: secret.word },
		actor: `${secret.word} actor`,
		...told
	});
	facts.add('withdrawal', {
		relation: 'photometry',
		survey: 'ztf',
		target: number,
		target_version: 1n,
		withdrawn: false,
		reason: `${secret.word} reason`,
		...told
	});
	await record(
		archive.database,
		{ actor: secret.word, kind: 'test', note: secret.word, segment: null },
		facts
	);
}

/** An object of which limits are public, and the alert that says where it is is not. */
async function tellHalfOpen() {
	const hpx = hpx29(Number(secret.ra), Number(secret.dec));
	await archive.database.sql`
		insert into object (survey, object_id, hpx) values ('ztf', ${halfOpen}, ${hpx})`;
	const facts = new FactSet();
	facts.add('photometry', {
		survey: 'ztf',
		object_id: halfOpen,
		hpx,
		ra_deg: null,
		dec_deg: null,
		...brightness,
		mag: null,
		limiting_mag: 20.5,
		...toldThen,
		measurement: 42n,
		kind: 'limit',
		origin: 'history',
		collection: 'ztf.public'
	});
	await record(
		archive.database,
		{ actor: secret.word, kind: 'test', note: secret.word, segment: null },
		facts
	);
}

/** An analysis of the group runs on what it may see, and says things of what everybody knows. */
async function runInSecret() {
	const { database } = archive;
	const analysis = `${secret.word}-analysis`;
	const event = 'events/S210914zz';
	const objects = { of: 'objects' as const, where: { survey: 'ztf' } };
	const kept = (inputs: Parameters<typeof filesOf>[0]['inputs'], said: string) => {
		const module = `export default ({ object }) => object.object_id !== '${secret.object}' ? [] : [
			{ select: 'objects/ztf/${secret.object}' }, ${said}
		];`;
		const files = filesOf({ name: analysis, inputs, each: 'objects' }, module);
		return keep(archive, files, { audience: secret.group });
	};
	// a back-test takes no events beside the objects that it walks
	const walked = await kept({ objects }, '');
	const commit = await kept(
		{ objects, events: { of: 'events', where: { event: 'S210914zz' }, with: [] } },
		`{ statement: { subject: '${event}', property: 'class', value_text: '${secret.word} verdict' } },
			{ decision: { subject: '${event}', action: 'trigger', reason: '${secret.word} reason' } }`
	);
	const viewer = await localViewer(database);
	const { document } = await runAnalysis(archive, {
		name: analysis,
		commit,
		audience: secret.group,
		basis: await resolveBasis(database, { known: '2021-09-20T00:00:00Z' }, present),
		parameters: {},
		viewer,
		actor: secret.person,
		kind: 'manual',
		trusted: false,
		now: () => knownAt
	});
	secret.run = document.run;
	const [row] = await database.sql<{ decision: string }[]>`select decision from decision`;
	secret.decision = row!.decision;
	examples['runs id'] = [secret.run];
	examples['decisions id'] = [secret.decision];
	const backTest = await carryOutBackTest(
		{
			...archive,
			viewer,
			now: present,
			signal: new AbortController().signal,
			onProgress: () => undefined
		},
		{
			name: analysis,
			commit: walked,
			parameters: {},
			audience: secret.group,
			from: past,
			to: parseInstant('2021-09-20T00:00:00Z'),
			every: 'alert',
			survey: null,
			label: null,
			labelKnownAt: null,
			trusted: false
		}
	);
	await recordBackTest(archive, backTest, secret.person, knownAt);
	secret.backtest = backTest.id;
	examples['backtests id'] = [secret.backtest];
	const [said] = await database.sql<{ batch: bigint; fact: number }[]>`
		select batch, fact from statement where collection = ${`${secret.group}.software`}`;
	const packets = await database.sql<{ id: bigint }[]>`
		select id from packet where collections && ${[`${secret.group}.software`, `${secret.group}.nights`]}::text[]`;
	examples['provenance ...subject'] = [
		`objects/ztf/${secret.object}`,
		'events/S210914zz',
		`runs/${secret.run}`,
		`decisions/${secret.decision}`,
		`backtests/${secret.backtest}`,
		`software/${analysis}@${commit}`,
		`statements/${said!.batch}/${said!.fact}`,
		`notices/${secret.notice}`,
		`batches/${said!.batch}`,
		`packets/${packets[0]!.id}`
	];
}

/** The coming day of this machine's clock, by which the portal goes: time is asked for ahead. */
const night = {
	from: formatInstant((Date.now() * 1000 + 3_600_000_000) as Instant),
	to: formatInstant((Date.now() * 1000 + 90_000_000_000) as Instant)
};

/** When the group's first block is. */
let held: { readonly from: string; readonly to: string };
const open = (): Open => ({ block: examples['schedule id']![0]!, at: held, night });

/** A campaign of the group, a plan for it, and time asked of a facility that has a secret of its own. */
async function planInSecret() {
	const { database } = archive;
	const clock = () => (Date.now() * 1000) as Instant;
	const caller = () => {
		const credentials = { authorization: `Bearer ${archive.token}`, session: null };
		return callerOf(contextOf(() => archive, credentials, clock()));
	};
	const seeds = seedFacilities().filter(({ facility }) => ['swope', 'palomar-60'].includes(facility));
	const closed = { ...night, reason: `${secret.word} reason`, isPrivate: true };
	await recordFacilities(
		archive,
		seeds.map((facility) =>
			facility.facility === 'swope'
				? { facility: { ...facility, rules: { given: null, closures: [closed] } }, operators: 'late' }
				: { facility }
		),
		{ viewer: await localViewer(database), actor: 'test', now: clock() }
	);
	await caller().campaigns.save({
		...{
			campaign: secret.campaign,
			title: `${secret.word} title`,
			owner: secret.group,
			audience: secret.group
		},
		is_anonymous: true,
		goals: {
			targets: [{ ...polaris, name: secret.target, sets: [{ band: null, exposureSec: 600 }] }]
		}
	});
	const { plan } = await caller().plans.make({
		...{ campaigns: [secret.campaign], ...night, facilities: ['palomar-60'] },
		iterations: 1
	});
	secret.plan = plan;
	const { blocks } = await caller().plans.propose({ id: plan });
	const [executed] = blocks as [string];
	const { block } = await caller().schedule.read({ id: executed });
	held = { from: formatInstant(block.from_at), to: formatInstant(block.to_at) };
	const [began, ended] = [clock() - 1800e6, clock() - 600e6].map((at) => formatInstant(at as Instant));
	for (const [i, change] of [
		{ act: 'accept' as const },
		{ act: 'execute' as const, from: began, to: ended }
	].entries())
		await caller().schedule.change({ changes: [{ block: executed, revision: i + 1, ...change }] });
	examples['provenance ...subject'] = [
		...(examples['provenance ...subject'] ?? []),
		...[`plans/${plan}`, `campaigns/${secret.campaign}`, `schedule/${executed}`, 'facilities/palomar-60'],
		`pointings/palomar-60/${executed}`
	];
	const again = { facility: 'palomar-60', instrument: 'sedm-ifu', ...held };
	const wished = await caller().schedule.propose({
		campaign: secret.campaign,
		blocks: [{ ...again, ra_deg: polaris.raDeg, dec_deg: polaris.decDeg, label: secret.target }]
	});
	examples['facilities id'] = ['swope', 'palomar-60'];
	examples['campaigns id'] = [secret.campaign];
	examples['plans id'] = [secret.plan];
	examples['schedule id'] = [...wished.blocks, ...blocks];
}

/** Values for each parameter of an address; one that is not listed fails the test of the address that has it. */
const examples: Record<string, readonly string[]> = {
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
	'alerts id': [secret.alert, delayed.alert]
};

/** Questions put to every address that may take them; those it does not take are ignored by pages. */
const questions: readonly Record<string, string>[] = [
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
const questionsAbout = (path: string) =>
	[delayed.object, delayed.alert, delayed.event].some((name) => path.includes(name))
		? fewQuestions
		: questions;

/** Addresses made of a pattern such as `/objects/[survey]/[id]`, one for each choice of examples. */
function addressesOf(pattern: string): string[] {
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

const routes = join(import.meta.dirname, '../../src/routes');
const files = (readdirSync(routes, { recursive: true }) as string[]).map((path) =>
	path.replaceAll('\\', '/')
);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const pages = files.filter((path) => path.endsWith('+page.svelte')).map((path) => `/${folderOf(path)}`);

/** What a route that is no page is tested by, or why it shows nothing. */
const servers: Record<string, string> = {
	'api/[...unknown]': 'answers every address with a problem',
	'api/ingest': 'takes packets from those who may write',
	'api/pointings': 'takes files of pointings from those who may write',
	'api/openapi.json': 'is walked below',
	'api/representation': 'is walked by its suffixes below',
	'api/analysis.schema.json': 'shows the schema of a manifest',
	'api/telling.schema.json': 'shows the schema of a format',
	'api/trpc/[...path]': 'is walked by its procedures below',
	'calendars/[secret]': 'is walked by calendars of everybody below',
	'sign-in/[issuer]': 'leads to an issuer',
	'sign-in/[issuer]/callback': 'takes the answer of an issuer',
	'sign-out': 'ends a session',
	'sky/points': 'is walked with the pages below',
	'software/[name].git/[...path]': 'is walked with the pages below',
	theme: 'keeps the colours of a browser'
};

interface Answer {
	readonly path: string;
	readonly status: number;
	readonly text: string;
}

async function ask(reader: string, path: string): Promise<Answer> {
	const authorization = readers[reader] ?? null;
	const response = await fetch(address + path, {
		redirect: 'manual',
		headers: authorization === null ? {} : { authorization }
	});
	const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	const bytes = Buffer.from(await response.arrayBuffer());
	return { path, status: response.status, text: `${headers}\n${bytes.toString('latin1')}` };
}

/** Secrets in an answer that were not in the question. */
function leaksIn({ path, text }: Answer): string[] {
	const asked = decodeURIComponent(path).toLowerCase();
	const told = text.toLowerCase();
	return [...Object.values(secret), ...Object.values(delayed)].filter(
		(value) => told.includes(value.toLowerCase()) && !asked.includes(value.toLowerCase())
	);
}

const queryOf = (question: Record<string, string>) => {
	const text = new URLSearchParams(question).toString();
	return text === '' ? '' : `?${text}`;
};

async function everyPage(): Promise<string[]> {
	const [last] = await archive.database.sql<{ batch: bigint }[]>`select max(batch) as batch from batch`;
	const plain = pages.flatMap((page) => addressesOf(page === '/' ? '' : page)).map((path) => path || '/');
	const points = questions.map((question) => `/sky/points${queryOf(question)}`);
	const paths = plain.map((path) => path.replace('%24last', String(last!.batch)));
	const asked = paths.flatMap((path) => questionsAbout(path).map((question) => path + queryOf(question)));
	// a page carries its data with it: that alone is asked for once
	const data = paths.map((path) => `${path === '/' ? '' : path}/__data.json`);
	const clones = addressesOf('/software/[name]/[...path]').map((path) =>
		path.replace(/^(\/software\/[^/]+)/, '$1.git')
	);
	return [...asked, ...data, ...points, ...clones];
}

/** Every GET of the OpenAPI document, in every format. */
async function everyFile(): Promise<string[]> {
	const response = await fetch(`${address}/api/openapi.json`);
	const text = await response.text();
	expect(response.status, text.slice(0, 500)).toBe(200);
	const document = JSON.parse(text) as {
		paths: Record<
			string,
			{ get?: { parameters?: { name: string; in: string; schema: { enum?: string[] } }[] } }
		>;
	};
	return Object.entries(document.paths).flatMap(([pattern, { get }]) => {
		if (!get) return [];
		const formats = get.parameters?.find(({ name }) => name === 'format')?.schema.enum ?? [''];
		const names = (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
		return formats.flatMap((format) => {
			const kind = pattern.split(/[/.]/)[1]!;
			const written = pattern
				.replace('{format}', format)
				.replace(
					/\{(\w+)\}/g,
					(_, name: string) =>
						`[${name === 'id' && kind === 'notices' ? '...id' : name === 'subject' ? '...subject' : name}]`
				);
			const [stem, ...suffix] = written.split(/(?=\.[a-z]+$)/);
			return addressesOf(stem!).flatMap((path) =>
				questionsAbout(path)
					.filter((question) => Object.keys(question).every((name) => names.includes(name)))
					.map((question) => path.replace('%24last', '1') + suffix.join('') + queryOf(question))
			);
		});
	});
}

/** Questions for each procedure that changes nothing; a procedure without any fails the test. */
const inputs: Record<string, readonly Record<string, unknown>[]> = {
	'objects.read': [
		{ survey: 'ztf', id: secret.object },
		{ survey: 'ztf', id: halfOpen },
		{ survey: 'ztf', id: delayed.object }
	],
	'objects.curve': [
		{ survey: 'ztf', id: secret.object },
		{ survey: 'ztf', id: halfOpen },
		{ survey: 'ztf', id: delayed.object }
	],
	'objects.search': [
		{ limit: 1000 },
		{ ra: 123.4567, dec: 45.6789, radius_arcsec: 60 },
		{ ra: 223.4567, dec: 35.6789, radius_arcsec: 60 },
		{ class: `${secret.word} class` },
		{ class_by: `${secret.word} agent` },
		{ near: '123.4567 45.6789', within: '1 arcmin' },
		{ event: secret.event }
	],
	'alerts.read': [secret.alert, delayed.alert].map((id) => ({ survey: 'ztf', id })),
	'events.list': [{ limit: 1000 }, { kind: 'gw' }, { retracted: true }, { significant: true }],
	'events.read': [secret.event, delayed.event, 'S210914zz'].map((name) => ({ name })),
	'events.skymap': [secret.event, delayed.event, 'S210914zz'].map((name) => ({ name })),
	'notices.read': [{ id: secret.notice }, { id: `${secret.word}/another` }],
	'history.read': [
		{ subject: `objects/ztf/${secret.object}` },
		{ subject: `alerts/ztf/${secret.alert}` },
		{ subject: `objects/ztf/${delayed.object}` },
		{ subject: `alerts/ztf/${delayed.alert}` },
		{ subject: 'events/S210914zz' }
	],
	'diff.read': [
		{ subject: `objects/ztf/${secret.object}`, from: '2021-01-01T00:00:00Z' },
		{ subject: `objects/ztf/${delayed.object}`, from: '2021-01-01T00:00:00Z' },
		{ subject: 'events/S210914zz', from: '2021-01-01T00:00:00Z' },
		{ ra: 123.4567, dec: 45.6789, radius_arcsec: 60, from: '2021-01-01T00:00:00Z' },
		{ ra: 223.4567, dec: 35.6789, radius_arcsec: 60, from: '2021-01-01T00:00:00Z' }
	],
	'batches.list': [{ limit: 1000 }],
	'batches.read': [{ number: '1' }, { number: '$last' }],
	'sources.list': [{}],
	'sources.refused': [{ limit: 1000 }],
	'sources.packet': [{ packet: '1' }, { packet: '77777' }],
	'search.read': [{ q: secret.object }, { q: secret.event }, { q: `${region.ra} ${region.dec} 60s` }],
	'stories.list': [{}],
	'stories.read': [{ slug: '17-august-2017' }, { slug: '17-august-2017', as_seen_by: secret.group }],
	'sky.recent': [{}, { alerts: 50_000 }, { known: '2021-09-20T00:00:00Z' }],
	'sky.news': [{}, { known: '2021-09-20T00:00:00Z' }, { as_seen_by: 'public' }],
	'sky.maps': [{}, { known: '2021-09-20T00:00:00Z' }, { as_seen_by: 'public' }],
	'collections.list': [{}, { as_seen_by: secret.group }, { known: '2021-09-20T00:00:00Z' }],
	'groups.list': [{}, { as_seen_by: secret.group }],
	'groups.read': [
		{ name: secret.group },
		{ name: secret.group, known: '2021-09-10T00:00:00Z' },
		{ name: 'archive' }
	],
	'runs.list': [{}, { analysis: `${secret.word}-analysis` }, { as_seen_by: secret.group }],
	'runs.read': [{ id: '$run' }],
	'decisions.list': [{}, { subject: 'events/S210914zz' }, { as_seen_by: secret.group }],
	'decisions.read': [{ id: '$decision' }],
	'software.list': [{}, { as_seen_by: 'public' }, { as_seen_by: secret.group }],
	'software.read': [{ name: secret.analysis }, { name: 'open-filter' }],
	'software.version': [],
	'backtests.list': [{}, { analysis: `${secret.word}-analysis` }, { as_seen_by: secret.group }],
	'backtests.read': [{ id: '$backtest' }],
	'provenance.read': [
		{ subject: 'runs/$run' },
		{ subject: 'decisions/$decision' },
		{ subject: 'backtests/$backtest' },
		{ subject: 'plans/$plan' },
		{ subject: 'schedule/$block' },
		{ subject: 'pointings/palomar-60/$block' },
		{ subject: 'facilities/palomar-60' },
		{ subject: `objects/ztf/${secret.object}` },
		{ subject: 'events/S210914zz' }
	],
	'facilities.list': [{}, { as_seen_by: secret.group }],
	'facilities.read': [{ id: 'swope' }, { id: 'palomar-60' }],
	'campaigns.list': [{}, { state: 'open' }, { as_seen_by: 'public' }, { as_seen_by: secret.group }],
	'campaigns.read': [{ id: secret.campaign }, { id: secret.campaign, revision: 1 }],
	'campaigns.coverage': [{ id: secret.campaign }],
	'plans.list': [{}, { campaign: secret.campaign }, { as_seen_by: secret.group }],
	'plans.read': [{ id: '$plan' }],
	'plans.outcome': [{ id: '$plan' }],
	'plans.compare': [{ id: '$plan', with: '$plan' }],
	'schedule.list': [
		{},
		{ facility: 'palomar-60' },
		{ campaign: secret.campaign },
		{ as_seen_by: secret.group }
	],
	'schedule.read': [{ id: '$block' }],
	'schedule.conflicts': [{}, night, { as_seen_by: secret.group }],
	'observe.read': [{ ra: 250.42, dec: 36.46 }],
	'observe.altitudes': [{ ra: 250.42, dec: 36.46, facility: 'palomar-60' }],
	'pointings.list': [{ limit: 1000 }, { event: secret.event }, { as_seen_by: secret.group }],
	'audit.list': [{ limit: 1000 }, { person: secret.person }],
	'people.list': [{ limit: 1000 }, { name: secret.person }]
};
const procedures = Object.keys(appRouter._def.procedures);

async function everyQuery(): Promise<string[]> {
	const [last] = await archive.database.sql<{ batch: bigint }[]>`select max(batch) as batch from batch`;
	return procedures.flatMap((name) => {
		return (inputs[name] ?? []).map(
			(input) => `/api/trpc/${name}?input=${encodeURIComponent(filled(JSON.stringify(input), last!.batch))}`
		);
	});
}

function filled(input: string, last: bigint): string {
	return input
		.replace('$last', String(last))
		.replace('$run', secret.run)
		.replace('$decision', secret.decision)
		.replace('$backtest', secret.backtest)
		.replaceAll('$plan', secret.plan)
		.replace('$block', examples['schedule id']![0]!);
}

it.each(outsiders)('whoever follows as %s is told of no secret', async (reader) => {
	const authorization = readers[reader] ?? null;
	const path = `/api/trpc/changes.follow?input=${encodeURIComponent('{"since":"0"}')}`;
	const leave = new AbortController();
	const response = await fetch(address + path, {
		signal: leave.signal,
		headers: authorization === null ? {} : { authorization }
	});
	let text = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
		text += Buffer.from(bytes).toString('latin1');
		if (/"changed":\[[^\]]*\]/.test(text)) break;
	}
	leave.abort();
	// a campaign, its plan and its map are the group's; that time was asked for is everyone's
	expect(/"changed":\[([^\]]*)\]/.exec(text)?.[1]).toBe('"facility","block","notice","localization"');
	expect(leaksIn({ path, status: response.status, text })).toEqual([]);
});

/** What a person's calendars tell by their addresses, one of each kind. */
async function calendarsOf(person: string): Promise<Answer[]> {
	const now = (Date.now() * 1000) as Instant;
	const which = [
		'account',
		'schedule',
		`campaigns/${secret.campaign}`,
		'facilities/palomar-60',
		'facilities/swope'
	];
	const answers: Answer[] = [];
	for (const calendar of which) {
		const wish = { person, calendar, label: calendar, expires_at: null };
		const key = await makeCalendar(archive.database, wish, { name: 'test', address: null }, now);
		answers.push({ ...(await ask('nobody', `/calendars/${key}.ics`)), path: '/calendars' });
	}
	return answers;
}

it.each(['ben', 'eve', 'mal'])('calendars of %s, who may not see them, tell no secret', async (person) => {
	const answers = await calendarsOf(person);
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200, 200]);
	expect(answers.flatMap(leaksIn)).toEqual([]);
});

it('calendars of a member tell what there is to tell', async () => {
	const answers = await calendarsOf('ada');
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
	for (const i of [0, 1, 2, 3]) expect(leaksIn(answers[i]!)).toContain(secret.target);
});

it('every route and procedure is known to this test', () => {
	const found = files.filter((path) => path.endsWith('+server.ts')).map(folderOf);
	expect(found.filter((path) => !(path in servers))).toEqual([]);
	const typeOf = (name: string) =>
		(appRouter._def.procedures as Record<string, unknown> as Record<string, { _def: { type: string } }>)[
			name
		]!._def.type;
	const of = (type: string) => procedures.filter((name) => typeOf(name) === type);
	expect(of('query').filter((name) => !(name in inputs))).toEqual([]);
	expect(of('subscription')).toEqual(['changes.follow']);
	const wishes = wishesFor(absent, open());
	expect(of('mutation').filter((name) => !wishes[name]?.length)).toEqual([]);
});

const atOnce = 3;

/** Names of nothing, as long as those of secret things. */
const absent: Named = {
	object: 'ZTFNOTHINGXX',
	alert: '6666666666666001',
	event: 'S666666zz',
	group: 'strangers',
	person: 'xantippe.unseen',
	run: 'r000000000000',
	decision: 'd000000000000',
	analysis: 'nonexistent-filter',
	commit: '0123456789'.repeat(4),
	backtest: '0000000000000000',
	campaign: 'nonexistent-surveyed',
	plan: 'p000000000000'
};
const named = (Object.keys(absent) as (keyof Named)[]).filter((one) => one !== 'commit') as Exclude<
	keyof Named,
	'commit'
>[];

describe.each([
	['pages and their data', everyPage],
	['files of every format', everyFile],
	['procedures', everyQuery]
] as const)('%s', (_, every) => {
	it.each(outsiders)(
		'tell %s no secret',
		async (reader) => {
			const leaks: string[] = [];
			const paths = await every();
			// as many as the portal answers one address at once without having any wait
			for (let index = 0; index < paths.length; index += atOnce)
				for (const answer of await Promise.all(
					paths.slice(index, index + atOnce).map((path) => ask(reader, path))
				)) {
					if (answer.status >= 500) leaks.push(`${answer.path}: ${answer.status}`);
					for (const value of leaksIn(answer)) leaks.push(`${answer.path}: ${value}`);
				}
			expect(leaks).toEqual([]);
		},
		900_000
	);

	it.each(insiders)(
		'tell %s what there is to tell',
		async (reader) => {
			const untold = new Set([
				...[secret.object, secret.event, secret.mag, secret.word, secret.person, secret.title],
				...[delayed.object, delayed.event, delayed.mag, delayed.word],
				...[secret.run, secret.decision, secret.analysis, secret.code, secret.backtest],
				...[secret.campaign, secret.plan, secret.target]
			]);
			for (const path of await every()) {
				for (const value of leaksIn(await ask(reader, path))) untold.delete(value);
				if (untold.size === 0) break;
			}
			expect([...untold]).toEqual([]);
		},
		900_000
	);

	it('say the same of what is not there and of what is not yours', async () => {
		const swapped: Record<string, string> = {
			...Object.fromEntries(named.map((one) => [secret[one], absent[one]])),
			[delayed.object]: 'ZTFNOTHINGYYY',
			[delayed.alert]: '6666666666666002',
			[delayed.event]: 'S555555zz'
		};
		const different: string[] = [];
		for (const one of await every()) {
			const path = asKnownThen(one);
			const swaps = Object.keys(swapped).filter((name) => path.includes(name));
			if (swaps.length === 0 || /(secret|delayed|unmistakable|inconspicuous)(%2F|\/)/.test(path)) continue;
			const swap = (text: string, from: string, to: string) => text.replaceAll(from, to);
			const other = swaps.reduce((text, name) => swap(text, name, swapped[name]!), path);
			const same = async () => {
				const [mine, theirs] = [await ask('nobody', path), await ask('nobody', other)];
				const asIfAbsent = swaps.reduce((text, name) => swap(text, name, swapped[name]!), mine.text);
				return unlike([`${mine.status}`, still(asIfAbsent)], [`${theirs.status}`, still(theirs.text)]);
			};
			// a page that tells how long ago something was may change between two questions, and not time after time
			const unlikeness = (await same()) && (await same()) && (await same());
			if (unlikeness) different.push(`${path}: ${unlikeness}`);
		}
		expect(different).toEqual([]);
	}, 900_000);
});

/** The first place where two answers are unlike, with what stands around it; empty where there is none. */
function unlike(mine: string[], theirs: string[]): string {
	for (const [index, text] of mine.entries()) {
		const other = theirs[index]!;
		if (text === other) continue;
		let at = 0;
		while (text[at] === other[at]) at++;
		const around = (one: string) => JSON.stringify(one.slice(Math.max(0, at - 60), at + 60));
		return `${around(text)} and not ${around(other)}`;
	}
	return '';
}

/** The same question as known at a fixed moment, which binary files write down in as many bytes. */
function asKnownThen(path: string): string {
	if (/[?&]known=|^\/diff|trpc/.test(path)) return path;
	return `${path}${path.includes('?') ? '&' : '?'}known=2021-10-01T00:00:00Z`;
}

/** An answer without what changes from one moment to the next. */
function still(text: string): string {
	return text
		.replaceAll('%3A', ':')
		.replace(/^(date|lookback-basis|content-length|etag): .*$/gim, '')
		.replace(/'nonce-[^']+'|nonce="[^"]+"/g, '')
		.replace(/20[2-9]\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, '')
		.replace(/\d{5,}(\.\d+)?/g, '')
		.replace(/\d+ (s|min) ago/g, '');
}

/** Actions of pages, by page and name: `/plans/[id] propose`. */
async function everyAction(): Promise<string[]> {
	const found = import.meta.glob<{ actions?: Record<string, unknown> }>(
		'../../src/routes/**/+page.server.ts'
	);
	const names = Object.entries(found).map(async ([path, load]) => {
		const page = path.slice('../../src/routes'.length, -'/+page.server.ts'.length);
		return Object.keys((await load()).actions ?? {}).map((action) => `${page} ${action}`);
	});
	return (await Promise.all(names)).flat();
}

it('every form is known to this test', async () => {
	const actions = await everyAction();
	expect(actions.length).toBeGreaterThan(20);
	const forms = formsFor(absent, open());
	expect(actions.filter((one) => !forms[one]?.length)).toEqual([]);
});

async function send(reader: string, path: string, body: string | FormData): Promise<Answer> {
	const authorization = readers[reader] ?? null;
	const headers: Record<string, string> = { origin: address, accept: 'application/json' };
	if (authorization !== null) headers['authorization'] = authorization;
	if (typeof body === 'string') headers['content-type'] = 'application/json';
	else headers['x-sveltekit-action'] = 'true';
	const response = await fetch(address + path, { method: 'POST', headers, body, redirect: 'manual' });
	const told = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	return { path, status: response.status, text: `${told}\n${await response.text()}` };
}

const sendWish = (reader: string, procedure: string, input: Record<string, unknown>) =>
	send(reader, `/api/trpc/${procedure}`, JSON.stringify(input));
function sendForm(reader: string, action: string, { path, fields }: FormWish) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	const name = action.split(' ')[1]!;
	return send(reader, name === 'default' ? path : `${path}?/${name}`, form);
}

// these come last: some of what is asked for is done, and names secrets where everybody reads
describe('changes', () => {
	const known = () => ({ ...secret, commit: secretCommit });
	const toldOf = new URLSearchParams(hints).toString();
	/** What is sent, for each pair of wishes: one that names secrets, and one that names what is not there. */
	function everyWish(reader: string) {
		const [mine, theirs] = [wishesFor(known(), open()), wishesFor(absent, open())];
		const [forms, others] = [formsFor(known(), open()), formsFor(absent, open())];
		return [
			...Object.keys(mine).flatMap((procedure) =>
				mine[procedure]!.map((wish, i) => ({
					what: `${procedure} ${JSON.stringify(wish.input)}`,
					mayDo: wish.mayDo ?? false,
					mine: () => sendWish(reader, procedure, wish.input),
					theirs: () => sendWish(reader, procedure, theirs[procedure]![i]!.input)
				}))
			),
			{
				what: `POST /api/ingest ${secret.group}`,
				mayDo: false,
				mine: () => send(reader, `/api/ingest?collection=${secret.group}.nights`, 'no packet'),
				theirs: () => send(reader, `/api/ingest?collection=${absent.group}.nights`, 'no packet')
			},
			{
				what: `POST /api/pointings ${secret.campaign}`,
				mayDo: false,
				mine: () => send(reader, `/api/pointings?campaign=${secret.campaign}&${toldOf}`, told),
				theirs: () => send(reader, `/api/pointings?campaign=${absent.campaign}&${toldOf}`, told)
			},
			...Object.keys(forms).flatMap((action) =>
				forms[action]!.map((wish, i) => ({
					what: `${action} ${JSON.stringify(wish)}`,
					mayDo: wish.mayDo ?? false,
					mine: () => sendForm(reader, action, wish),
					theirs: () => sendForm(reader, action, others[action]![i]!)
				}))
			)
		];
	}

	const isRefused = ({ status, text }: Answer) => status >= 400 || text.includes('{"type":"failure"');

	it.each(writers)(
		'are refused to %s in the same words whether what they name is there or not',
		async (reader) => {
			const wrong: unknown[] = [];
			for (const { what, mayDo, mine, theirs } of everyWish(reader)) {
				const told = await mine();
				if (told.status >= 500) wrong.push({ what, status: told.status, text: told.text });
				const leaks = leaksIn({ ...told, path: what });
				if (leaks.length > 0) wrong.push({ what, leaks, text: told.text });
				if (mayDo) continue;
				const other = await theirs();
				const asIfAbsent = (Object.keys(absent) as (keyof Named)[]).reduce(
					(text, name) => text.replaceAll(known()[name], absent[name]),
					told.text
				);
				if (!isRefused(told) || told.status !== other.status || still(asIfAbsent) !== still(other.text))
					wrong.push({
						what,
						statuses: [told.status, other.status],
						told: still(asIfAbsent),
						other: still(other.text)
					});
			}
			expect(wrong).toEqual([]);
		},
		600_000
	);

	it("are refused to a member's token that may only read", async () => {
		const done: string[] = [];
		for (const { what, mine } of everyWish("a member's token that may only read"))
			if (!isRefused(await mine())) done.push(what);
		expect(done).toEqual([]);
	}, 600_000);
});
