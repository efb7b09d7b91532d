import { looksLikeVoevent } from '#lib/archive/packets/voevent/decode.ts';
import { LookbackError } from '#lib/errors.ts';
import { checkPointing, type PointingWish, type Telling } from '../pointings/pointing.ts';
import { isAcross, readAcross } from './across.ts';
import { isGwemopt, readGwemopt } from './gwemopt.ts';
import type { Imported, ImportHints } from './imported.ts';
import { isObservingLog, readObservingLog } from './observing-log.server.ts';
import { isObsplanCsv, readObsplanCsv, readObsplanVotable } from './obsplan.ts';
import { readSpacecraft } from './spacecraft.ts';
import { isTreasureMap, readTreasureMap } from './treasure-map.ts';

/**
 * Pointings in a file, whose form is known by its content: VOEvents of spacecraft, VOTables and CSV of ObsLocTAP, gwemopt's lists,
 * logs as SkyPortal takes them, JSON of Treasure Map and of ACROSS.
 * @throws LookbackError `planner/unknown-file`, and whatever is wrong with the file as a whole.
 */
export function readPointings(
	name: string,
	bytes: Uint8Array,
	hints: ImportHints,
	telling: Telling
): Imported {
	const told = readFile(name, bytes, hints);
	const facilities = new Map(hints.facilities.map((one) => [one.facility, one]));
	const pointings: PointingWish[] = [];
	const refused = [...told.refused];
	for (const wish of told.pointings) {
		try {
			checkPointing(wish, facilities.get(wish.facility)!, telling);
			pointings.push(wish);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			refused.push(error.message);
		}
	}
	return { format: told.format, pointings, refused };
}

function readFile(name: string, bytes: Uint8Array, hints: ImportHints): Imported {
	if (looksLikeVoevent(bytes)) return readSpacecraft(bytes, hints);
	const text = new TextDecoder().decode(bytes);
	const head = text.slice(0, 5000).trimStart();
	if (/^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<(\w+:)?VOTABLE[\s>]/i.test(head))
		return readObsplanVotable(bytes, hints);
	if (head.startsWith('{') || head.startsWith('[')) {
		const json = parsed(name, text);
		if (isTreasureMap(json)) return readTreasureMap(json, hints);
		if (isAcross(json)) return readAcross(json, hints);
	} else {
		if (isObsplanCsv(head)) return readObsplanCsv(text, hints);
		if (isGwemopt(head)) return readGwemopt(name, text, hints);
		if (isObservingLog(head)) return readObservingLog(text, hints);
		if (/^BEGIN:VCALENDAR/i.test(head))
			throw unknown(
				name,
				'it is a calendar, which says when a telescope is busy and not where it looks; lookback facility closures reads it'
			);
	}
	throw unknown(
		name,
		'it is none of VOEvent, ObsLocTAP (VOTable, CSV), a list of gwemopt, a log of SkyPortal, JSON of Treasure Map or ACROSS'
	);
}

function parsed(name: string, text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw unknown(name, `it is no JSON: ${(error as Error).message}`);
	}
}

function unknown(name: string, why: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'planner/unknown-file',
		`The file ${name.slice(-200)} has no pointings that are understood: ${why.replace(/\.$/, '')}.`,
		{ name }
	);
}
