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
 * others. `prv_candidate` is no history: it lists alerts within 1.5 arcsec, each told for itself and its own object.
 *
 * It also lists upper limits, by object, epoch and filter alone. Without `pid` they would stand beside the same limits
 * of ZTF's own packets as other measurements, and without `programid` nobody could say who may see them: they are
 * refused, once an alert.
 */
export function* marsFacts(json: JsonObject, context: PacketContext): Generator<PacketFacts | LookbackError> {
	if (!('lco_id' in json)) {
		for (const result of listOf(json.results)) yield* marsFacts(result, context);
		return;
	}
	yield alertFacts(json, context);
	const nearby = listOf(json.prv_candidate);
	for (const neighbour of nearby) if ('lco_id' in neighbour) yield alertFacts(neighbour, context);
	const limits = nearby.filter((one) => !('lco_id' in one)).length;
	if (limits > 0) yield limitsWithoutPid(json, limits);
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

function limitsWithoutPid({ lco_id, objectId }: JsonObject, limits: number): LookbackError {
	return new LookbackError(
		'unsupported',
		'mars/limits-without-pid',
		`Upper limits, ${limits} of them, that MARS lists with its alert ${String(lco_id)} of ${String(objectId)} are left out: pid and programid are wanted, which say what exposure they are of and who may see them.`,
		{ lcoId: String(lco_id), limits }
	);
}

function listOf(value: Json | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
