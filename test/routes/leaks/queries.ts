import { appRouter } from '#lib/api/routers/index.server.ts';
import type { SecretArchive } from '../../support/secrets/archive.ts';
import { delayed, halfOpen, region } from '../../support/secrets/names.ts';
import { night } from '../../support/secrets/plans.ts';

/** Questions for each procedure that changes nothing; a procedure without any fails the test. */
export const inputsOf = ({
	secret,
	commit,
	blocks: [block]
}: SecretArchive): Readonly<Record<string, readonly Record<string, unknown>[]>> => ({
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
	'runs.read': [{ id: secret.run }],
	'decisions.list': [{}, { subject: 'events/S210914zz' }, { as_seen_by: secret.group }],
	'decisions.read': [{ id: secret.decision }],
	'software.list': [{}, { as_seen_by: 'public' }, { as_seen_by: secret.group }],
	'software.read': [{ name: secret.analysis }, { name: 'open-filter' }],
	'software.version': [
		{ name: secret.analysis, commit, file: 'main.js' },
		{ name: secret.analysis, commit: `${secret.code}-1` },
		{ name: 'open-filter', commit: 'plain', against: commit },
		{ name: 'open-filter', commit }
	],
	'backtests.list': [{}, { analysis: `${secret.word}-analysis` }, { as_seen_by: secret.group }],
	'backtests.read': [{ id: secret.backtest }],
	'provenance.read': [
		{ subject: `runs/${secret.run}` },
		{ subject: `decisions/${secret.decision}` },
		{ subject: `backtests/${secret.backtest}` },
		{ subject: `plans/${secret.plan}` },
		{ subject: `schedule/${block}` },
		{ subject: `pointings/palomar-60/${block}` },
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
	'plans.read': [{ id: secret.plan }],
	'plans.outcome': [{ id: secret.plan }],
	'plans.compare': [{ id: secret.plan, with: secret.plan }],
	'schedule.list': [
		{},
		{ facility: 'palomar-60' },
		{ campaign: secret.campaign },
		{ as_seen_by: secret.group }
	],
	'schedule.read': [{ id: block }],
	'schedule.conflicts': [{}, night, { as_seen_by: secret.group }],
	'observe.read': [{ ra: 250.42, dec: 36.46 }],
	'observe.altitudes': [{ ra: 250.42, dec: 36.46, facility: 'palomar-60' }],
	'pointings.list': [{ limit: 1000 }, { event: secret.event }, { as_seen_by: secret.group }],
	'audit.list': [{ limit: 1000 }, { person: secret.person }],
	'people.list': [{ limit: 1000 }, { name: secret.person }]
});

const procedures = appRouter._def.procedures as Record<string, unknown> as Record<
	string,
	{ _def: { type: string } }
>;
/** Names of the procedures of a type, in tRPC's words. */
export const proceduresOf = (type: 'query' | 'mutation' | 'subscription') =>
	Object.keys(procedures).filter((name) => procedures[name]!._def.type === type);

/** Addresses of all of them. */
export async function everyQuery(secrets: SecretArchive): Promise<string[]> {
	const [last] = await secrets.archive.database.sql<
		[{ batch: bigint }]
	>`select max(batch) as batch from batch`;
	const inputs = inputsOf(secrets);
	return Object.keys(procedures).flatMap((name) =>
		(inputs[name] ?? []).map((input) => {
			const text = JSON.stringify(input).replace('$last', String(last.batch));
			return `/api/trpc/${name}?input=${encodeURIComponent(text)}`;
		})
	);
}
