import { createHash } from 'node:crypto';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Decoder } from '../decoder.ts';
import { textOf, type FitsHeader } from '../fits/header.ts';
import { eventOf, roleOfEvent, spelled } from '../gcn/event-names.ts';
import { gcnCollection, noticePacket } from '../gcn/notice-packet.ts';
import { lvkCollection } from '../lvk/collection.ts';
import { eventTimeIn, localizationOf, timeIn } from './header.ts';
import { readSkymap } from './read.ts';

/**
 * Reads a sky map that came as a file of its own: one localization, known when the header says the file was made.
 * @throws LookbackError `fits/...`, `skymap/...`, and `skymap/no-event` when the header names no event.
 */
export const decodeSkymapFits: Decoder = function* (bytes, context): Generator<PacketFacts> {
	const { skymap, header } = readSkymap(bytes);
	const isLvk = /LIGO|Virgo|KAGRA/i.test(textOf(header, 'ORIGIN') ?? '');
	const event = eventIn(header, isLvk ? eventTimeIn(header) : null, context.name);
	yield noticePacket({
		source: isLvk ? 'lvk' : 'gcn',
		format: 'skymap-fits',
		schemaVersion: null,
		statedAt: timeIn(header, 'DATE'),
		role: roleOfEvent(event, 'observation'),
		localizations: [
			{
				collection: isLvk ? lvkCollection : gcnCollection,
				event,
				noticeId: `skymap/${createHash('sha256').update(bytes).digest('hex')}`,
				name: context.name.split('/').at(-1)!,
				...localizationOf(header),
				skymap,
				fits: bytes
			}
		]
	});
};

/**
 * OBJECT; else the event in the address under REFERENC; else, for a map of LIGO, Virgo and KAGRA (whose samplers
 * leave both out), the event that its file or folder is named after where that has the date of the map, else the
 * catalogue's way of naming an event by its time, `GW190814_211038`.
 */
function eventIn(header: FitsHeader, lvkEventAt: Instant | null, name: string): string {
	const object = textOf(header, 'OBJECT')?.trim();
	if (object && object.toUpperCase() !== 'FULLSKY') return spelled(object);
	const referenced = eventOf(textOf(header, 'REFERENC') ?? '');
	if (referenced) return referenced.event;
	if (lvkEventAt !== null) {
		const [date, time] = formatInstant(lvkEventAt).slice(2, 19).replace(/[-:]/g, '').split('T');
		const told = name.split('/').slice(-2).reverse().map(eventOf);
		const named = told.find((one) => one?.kind === 'gw' && one.event.includes(date!));
		return named?.event ?? `GW${date}_${time}`;
	}
	throw new LookbackError(
		'incorrect',
		'skymap/no-event',
		'The header of the sky map names no event: OBJECT or REFERENC is wanted.',
		{}
	);
}
