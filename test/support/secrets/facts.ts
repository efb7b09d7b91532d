import { encodeSkymap } from '#lib/archive/skymap-codec.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { SmallArchive } from '../archive.ts';
import { halfOpen, knownAt, secret, type delayed } from './names.ts';

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

/** Tells of an object, an alert, an event and what belongs to them, all in one collection. */
export async function tellSecrets(archive: SmallArchive, secret: typeof delayed, collection: string) {
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
export async function tellHalfOpen({ database }: SmallArchive) {
	const hpx = hpx29(Number(secret.ra), Number(secret.dec));
	await database.sql`
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
	await record(database, { actor: secret.word, kind: 'test', note: secret.word, segment: null }, facts);
}
