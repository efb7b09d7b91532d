import { strToU8, zipSync } from 'fflate';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { manifestText } from '../../support/analysis.ts';
import { polaris } from '../../support/planned.ts';
import { foreign } from '../../support/secrets/names.ts';

/** What a wish may name: secret things, or as many that are not there. */
export interface Named {
	readonly object: string;
	readonly alert: string;
	readonly event: string;
	readonly group: string;
	readonly person: string;
	readonly run: string;
	readonly decision: string;
	readonly analysis: string;
	readonly commit: string;
	readonly backtest: string;
	readonly campaign: string;
	readonly plan: string;
}

/** A block that everyone knows to be there, of a group that stays anonymous; and the coming day. */
export interface Open {
	readonly block: string;
	/** When it is. */
	readonly at: { readonly from: string; readonly to: string };
	readonly night: { readonly from: string; readonly to: string };
}

/** Something that is asked of the portal, and whether those who ask may have it, or learn that a name is taken. */
export interface Wish {
	readonly input: Record<string, unknown>;
	readonly mayDo?: true;
}

/** A form with its fields, and the path of its page. */
export interface FormWish {
	readonly path: string;
	readonly fields: Record<string, string | Blob>;
	readonly mayDo?: true;
}

/** Names of nothing, as long as those of secret things. */
export const absent: Named = {
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

const swope = seedFacilities().find(({ facility }) => facility === 'swope')!;
const title = 'Words of somebody else';
const reason = 'Because somebody else says so';

const blockOf = ({ at }: Open, named: Named) => ({
	...{
		facility: 'palomar-60',
		instrument: 'sedm-ifu',
		...at,
		ra_deg: polaris.raDeg,
		dec_deg: polaris.decDeg
	},
	...{ exposure_sec: 60, exposures: 1, subject: `objects/ztf/${named.object}` }
});

const goalsFor = (named: Named) => ({
	targets: [{ ...polaris, subject: `objects/ztf/${named.object}`, sets: [{ band: null, exposureSec: 60 }] }],
	coverage: [{ event: named.event, sets: [{ band: 'r', exposureSec: 60 }] }]
});

/** An archive of an analysis by a name. */
const packed = (name: string) =>
	zipSync({
		'analysis.json': strToU8(manifestText({ name })),
		'main.js': strToU8('export default () => [];')
	});

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('base64');

/** A file of a pointing, and whose it is. */
export const told = JSON.stringify([
	{ id: 1, ra: 1, dec: 2, instrumentid: 1, status: 'completed', time: '2021-09-15T04:00:00' }
]);
export const toldOf = { facility: 'palomar-60', instrument: 'sedm-ifu' };

/** Wishes for each procedure that changes something. */
export function wishesFor(named: Named, open: Open): Record<string, readonly Wish[]> {
	const { object, event, group, person, run, decision, analysis, commit, campaign, plan } = named;
	const { block, night } = open;
	const subject = `objects/ztf/${object}`;
	const decided = { action: 'follow', reason };
	const change = { block, revision: 1, reason, reason_kind: 'other' };
	const saved = { campaign: 'of-somebody-else', title, owner: foreign, audience: foreign };
	const search = { ...night, facilities: ['palomar-60'], iterations: 0 };
	const pointing = {
		...{ facility: 'palomar-60', pointing: 'of somebody else', instrument: 'sedm-ifu', is_executed: true },
		...{ from: '2021-09-15T04:00:00Z', to: '2021-09-15T05:00:00Z', ra_deg: 1, dec_deg: 2 }
	};
	return {
		'packets.ingest': [
			{ input: { bytes: '', collection: `${group}.nights` } },
			{ input: { bytes: base64('no packet'), collection: `${group}.unheard` } },
			{ input: { bytes: base64(`{"subject":"${subject}"}`) }, mayDo: true }
		],
		'collections.setPolicy': [
			{ input: { name: `${group}.nights`, policy: 'public' } },
			{ input: { name: `${group}.nights`, policy: 'group', owner: foreign } },
			{ input: { name: `${foreign}.own`, policy: 'group', owner: group } }
		],
		'groups.setMember': [true, false].flatMap((is_member) => [
			{ input: { group, person, role: 'reader', is_member } },
			{ input: { group, person: 'eve', role: 'administrator', is_member } },
			{ input: { group: foreign, person, role: 'reader', is_member }, mayDo: true as const }
		]),
		'runs.replay': [{ input: { id: run } }, { input: { id: run, at: '2021-09-20T00:00:00Z' } }],
		'runs.start': [
			{ input: { analysis, audience: foreign } },
			{ input: { analysis: `${analysis}@${commit}`, audience: foreign } },
			{ input: { analysis: `open-filter@${commit}`, audience: foreign } },
			{ input: { analysis: 'open-filter', audience: group } }
		],
		'decisions.decide': [
			{ input: { ...decided, subject, audience: foreign } },
			{ input: { ...decided, subject: `events/${event}`, audience: foreign } },
			{ input: { ...decided, subject: 'events/S210914zz', audience: group } },
			{ input: { ...decided, subject: 'events/S210914zz', audience: foreign, runs: [run] } },
			{ input: { ...decided, subject: 'events/S210914zz', audience: foreign, supersedes: decision } }
		],
		'decisions.replay': [
			{ input: { id: decision } },
			{ input: { id: decision, at: '2021-09-20T00:00:00Z' } }
		],
		'software.push': [
			{ input: { bytes: base64(packed(analysis)), audience: group } },
			{ input: { bytes: base64(packed('another-filter')), audience: group } },
			{ input: { bytes: base64(packed(analysis)), name: analysis, audience: foreign }, mayDo: true }
		],
		'software.deploy': [
			{ input: { name: analysis, commit, audience: foreign } },
			{ input: { name: analysis, commit: 'main' } },
			{ input: { name: 'open-filter', commit, audience: foreign } },
			{ input: { name: 'open-filter', commit: 'plain', audience: group } }
		],
		'software.endDeployment': [
			{ input: { name: analysis } },
			{ input: { name: analysis, audience: foreign } },
			{ input: { name: 'open-filter', audience: group } },
			{ input: { name: 'open-filter', audience: foreign } }
		],
		'software.tag': [
			{ input: { name: analysis, commit, tag: 'of-somebody-else' } },
			{ input: { name: 'open-filter', commit, tag: 'of-somebody-else' } }
		],
		'facilities.save': [
			{ input: { document: { ...swope, facility: group } } },
			{ input: { yaml: JSON.stringify({ ...swope, facility: campaign }), operators: foreign } },
			{ input: { document: swope, operators: group } },
			{ input: { document: swope } }
		],
		'campaigns.save': [
			{ input: { ...saved, owner: group, audience: group, goals: goalsFor(named) } },
			{ input: { ...saved, campaign, follows: 1, goals: goalsFor(named) } },
			{ input: { ...saved, campaign, follows: 7, goals: goalsFor(named) } },
			{ input: { ...saved, campaign, goals: goalsFor(named) }, mayDo: true }
		],
		'plans.make': [
			{ input: { campaigns: [campaign], ...search } },
			{ input: { campaigns: [campaign], ...search, facilities: ['swope', group] } }
		],
		'plans.propose': [{ input: { id: plan } }],
		'plans.replay': [{ input: { id: plan } }, { input: { id: plan, at: '2021-09-20T00:00:00Z' } }],
		'schedule.propose': [
			{ input: { campaign, blocks: [blockOf(open, named)] } },
			{ input: { campaign, plan, blocks: [blockOf(open, named)] } },
			{ input: { owner: group, blocks: [blockOf(open, named)] } },
			{ input: { owner: foreign, audience: group, blocks: [blockOf(open, named)] } },
			{ input: { owner: foreign, blocks: [blockOf(open, named)] }, mayDo: true }
		],
		'schedule.change': [
			{ input: { changes: [{ ...change, act: 'withdraw' }] } },
			{ input: { changes: [{ ...change, act: 'accept' }] } },
			{ input: { changes: [{ ...change, act: 'decline', revision: 2 }] } },
			{ input: { changes: [{ ...change, act: 'move', ...night }] } },
			{ input: { changes: [{ ...change, act: 'execute', depth_mag: 20 }] } },
			{ input: { changes: [{ ...change, block: plan, act: 'withdraw' }] } }
		],
		'pointings.record': [
			{ input: { pointings: [{ ...pointing, campaign }] } },
			{ input: { pointings: [{ ...pointing, event, block: run }] } }
		],
		'pointings.importFile': [
			{ input: { bytes: base64(told), ...toldOf, campaign } },
			{ input: { bytes: base64(told), ...toldOf, event } }
		]
	};
}

/** Wishes for each action of each page: `/page action`. */
export function formsFor(named: Named, open: Open): Record<string, readonly FormWish[]> {
	const { object, event, group, person, run, decision, analysis, commit, campaign, plan } = named;
	const { block, night } = open;
	const member = { group, person, role: 'reader', is_member: 'true' };
	const decided = { action: 'follow', reason, audience: foreign, basis: '2021-09-20T00:00:00Z~20' };
	const saved = { title, owner: foreign, audience: '', is_anonymous: '', state: '', reason: '', json: '' };
	const goals = { targets: '', event, probability: '', bands: 'r', exposure: '60' };
	const search = { campaigns: campaign, ...night, seconds: '1', facilities: 'palomar-60' };
	const { facility, instrument, ...wished } = blockOf(open, named);
	const observed = {
		instrument: `${facility}/${instrument}`,
		...Object.fromEntries(Object.entries(wished).map(([name, value]) => [name, String(value)]))
	};
	const at = (path: string, ...fields: Record<string, string>[]) =>
		fields.map((one) => ({ path, fields: one }));
	return {
		'/account account': at('/account', { person, password: 'of nobody in particular' }),
		'/account token': at('/account', { label: group, days: '7', group }),
		'/account calendar': at(
			'/account',
			...['account', `campaigns/${campaign}`].map((calendar) => ({ label: group, days: '7', calendar }))
		),
		'/account revoke': at('/account', { label: group }),
		'/account password': at('/account', { old: person, wished: 'of nobody in particular' }),
		'/account everywhere': at('/account', {}),
		'/sign-in default': at('/sign-in', { person, password: 'of nobody in particular', back: '/' }),
		'/enter/[secret] default': at(`/enter/${run}`, {}),
		'/people add': at('/people', { person, password: '', administrator: '' }),
		'/people link': at('/people', { person }),
		'/people signOut': at('/people', { person }),
		'/people signOutHolder': at('/people', {}),
		'/people disable': at('/people', { person }),
		'/people enable': at('/people', { person }),
		'/groups setMember': at('/groups', member, { ...member, person: 'eve', role: 'administrator' }),
		'/groups/[name] setMember': at(`/groups/${group}`, member),
		'/groups/[name] setPolicy': at(`/groups/${group}`, { name: `${group}.nights`, policy: 'public' }),
		'/facilities save': at('/facilities', {
			yaml: JSON.stringify({ ...swope, facility: group }),
			operators: group
		}),
		'/facilities/[id] save': at('/facilities/swope', { yaml: JSON.stringify(swope), operators: group }),
		'/campaigns save': at(
			'/campaigns',
			{ ...saved, ...goals, campaign, follows: '1' },
			{ ...saved, ...goals, campaign: 'of-somebody-else', owner: group, follows: '0' }
		),
		'/campaigns/[id] save': at(`/campaigns/${campaign}`, { ...saved, ...goals, campaign, follows: '1' }),
		'/campaigns/[id] plan': at(`/campaigns/${campaign}`, search),
		'/plans/[id] plan': at(`/plans/${plan}`, search),
		'/plans/[id] propose': at(`/plans/${plan}`, {}),
		'/plans/[id]/replay default': at(`/plans/${plan}/replay`, {}),
		'/runs/[id]/replay default': at(`/runs/${run}/replay`, {}, { with: commit }),
		'/decisions/[id]/replay default': at(`/decisions/${decision}/replay`, {}),
		'/decisions/new default': at(
			'/decisions/new',
			{ ...decided, subject: `objects/ztf/${object}` },
			{ ...decided, subject: 'events/S210914zz', runs: run },
			{ ...decided, subject: 'events/S210914zz', supersedes: decision }
		),
		'/schedule/[id] act': ['accept', 'withdraw', 'fail'].map((act) => ({
			path: `/schedule/${block}`,
			fields: { act, revision: '1', reason }
		})),
		'/observe propose': at(
			'/observe',
			{ ...observed, wanter: `campaign:${campaign}` },
			{ ...observed, wanter: `group:${group}` }
		),
		'/pointings import': ['campaign', 'event'].map((name) => ({
			path: '/pointings',
			fields: {
				file: new File([told], 'told.json'),
				...toldOf,
				[name]: name === 'event' ? event : campaign
			}
		})),
		'/software push': [
			{ path: '/software', fields: { archive: file(analysis), audience: group } },
			{ path: '/software', fields: { archive: file(analysis), audience: '', message: analysis }, mayDo: true }
		],
		'/software/[name] endDeployment': at(`/software/${analysis}`, { audience: group }, { audience: foreign }),
		'/software/[name]/[commit] deploy': at(`/software/${analysis}/${commit}`, { audience: foreign })
	};
}

const file = (name: string) => new File([packed(name) as Uint8Array<ArrayBuffer>], 'folder.zip');
