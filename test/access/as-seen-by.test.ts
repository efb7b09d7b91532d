import { beforeAll, expect, it } from 'vitest';
import { setPolicy } from '#lib/access/policies.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

/** A burst whose gamma rays were public, and whose gravitational waves were its partners' for two months. */
const event = 'GRB170817A';
let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const facts = new FactSet();
	for (const [notice_id, collection, known] of [
		['fermi/1', 'fermi.gbm', '2017-08-17T12:41:20Z'],
		['lvc/21505', 'lvc.circulars', '2017-08-17T13:21:42Z']
	] as const) {
		facts.add('notice', {
			notice_id,
			event,
			event_kind: 'grb',
			stream: collection,
			kind: 'initial',
			role: 'observation',
			stated_at: null,
			event_at: null,
			ra_deg: null,
			dec_deg: null,
			error_deg: null,
			far_hz: null,
			title: null,
			body: null,
			cites: [],
			detail: {},
			collection,
			known_at: parseInstant(known),
			known_from: 'stated',
			version: 1n,
			packet: null
		});
	}
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
	const policy = { publicFrom: null, publicAfterMonths: null, knownAt: parseInstant('2017-01-01') };
	await setPolicy(
		database,
		{ ...policy, name: 'fermi.gbm', owner: 'fermi', policy: 'public', title: 'GBM' },
		'test',
		present
	);
	const publicFrom = parseInstant('2017-10-16T14:00:00Z');
	await setPolicy(
		database,
		{ ...policy, publicFrom, name: 'lvc.circulars', owner: 'lvc', policy: 'public-from', title: 'LVC' },
		'test',
		present
	);
});

const anyone = () => callerOf(contextOf(() => archive, { authorization: null, session: null }, present));
const notices = async (known: string, as_seen_by?: string) =>
	(await anyone().events.read({ name: event, known, as_seen_by })).notices.map((one) => one.notice_id);

it('on 2017-08-18 the public saw the gamma rays alone, and the partners the waves too', async () => {
	expect(await notices('2017-08-18', 'public')).toEqual(['fermi/1']);
	expect(await notices('2017-08-18', 'lvc')).toEqual(['fermi/1', 'lvc/21505']);
	expect(await notices('2017-08-18')).toEqual(['fermi/1', 'lvc/21505']);
	expect(await notices('2017-10-16T14:00:00Z', 'public')).toEqual(['fermi/1', 'lvc/21505']);
});

it('a comparison as seen by the public shows what the end of an embargo added', async () => {
	const changes = async (as_seen_by?: string) =>
		(await anyone().diff.read({
			subject: `events/${event}`,
			from: '2017-10-16T13:59:59Z',
			to: '2017-10-16T14:00:00Z',
			as_seen_by
		})) as { notices?: { added: readonly { notice_id: string }[] } };
	expect((await changes('public')).notices?.added.map((one) => one.notice_id)).toEqual(['lvc/21505']);
	expect((await changes()).notices?.added).toEqual([]);
});

it('a group nobody may ask for is refused with a sentence', async () => {
	await expect(notices('2017-08-18', 'nobody')).rejects.toThrow(/as_seen_by names no group.*got 'nobody'/);
});
