import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { PacketContext } from '../decoder.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { isZtfAlert, ztfFacts } from '../ztf/facts.ts';

/**
 * Whether it is an answer of MARS (mars.lco.global, until 2023): one alert, a page of them under `results`, or the
 * answer to several queries, whose `results` hold pages.
 */
export function isMarsReply(json: Json): json is JsonObject {
	if (!isJsonObject(json)) return false;
	if ('lco_id' in json) return true;
	const results = json.results;
	return Array.isArray(results) && results.some((result) => isMarsReply(result));
}

/**
 * Facts of the alerts in an answer of MARS, in the form of github.com/LCOGT/ztf-alert-server. Its `candidate` has
 * the columns of a ZTF packet and some of its own (`deltamaglatest`, `filter`, `wall_time`, `l`, `b`), which repeat
 * others. `prv_candidate` is no history: it lists alerts within 1.5 arcsec, each told for itself and its own
 * object, and upper limits without the `pid` that identifies them, which are left to ZTF's own packets.
 */
export function* marsFacts(json: JsonObject, context: PacketContext): Generator<PacketFacts | LookbackError> {
	if (!('lco_id' in json)) {
		for (const result of listOf(json.results)) yield* marsFacts(result, context);
		return;
	}
	yield alertFacts(json, context);
	for (const neighbour of listOf(json.prv_candidate))
		if ('lco_id' in neighbour) yield alertFacts(neighbour, context);
}

function alertFacts(alert: JsonObject, context: PacketContext): PacketFacts | LookbackError {
	if (!isZtfAlert(alert))
		return new LookbackError(
			'incorrect',
			'mars/no-candidate',
			`The MARS alert ${String(alert.lco_id)} in ${context.name} has no candidate of ZTF's columns.`,
			{ lcoId: String(alert.lco_id) }
		);
	try {
		return { ...ztfFacts(alert, context), source: 'mars', format: 'mars-json' };
	} catch (error) {
		if (error instanceof LookbackError) return error;
		throw error;
	}
}

function listOf(value: Json | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
