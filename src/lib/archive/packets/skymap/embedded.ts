import type { LocalizationFact } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { embeddedFits } from '../fits/embedded.ts';
import { localizationOf } from './header.ts';
import { readSkymap } from './read.ts';

/** What a notice says of a map it carries. */
export type MapOfNotice = Pick<LocalizationFact, 'collection' | 'event' | 'noticeId' | 'name' | 'eventAt'>;

/**
 * The localization in a notice's field (FITS as bytes or base64, gzipped or not), or the reason why the map cannot be
 * read: a notice stands without its map. The event's time is the map's own where its header has one.
 */
export function embeddedLocalization(map: unknown, notice: MapOfNotice): LocalizationFact | LookbackError {
	try {
		const fits = embeddedFits(map, notice.name);
		const { skymap, header } = readSkymap(fits);
		const told = localizationOf(header);
		return { ...notice, ...told, eventAt: told.eventAt ?? notice.eventAt, skymap, fits };
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		const message = `The sky map of ${notice.noticeId} cannot be read. ${error.message}`;
		const data = { ...error.data, noticeId: notice.noticeId, field: notice.name };
		return new LookbackError(error.kind, error.code, message, data, { cause: error });
	}
}
