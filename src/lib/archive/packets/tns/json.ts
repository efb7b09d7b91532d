import type { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { objectOfReply } from './object.ts';
import { isTnsRow, tnsObjectFacts, tnsRowFacts } from './rows.ts';

const format = 'tns-json';

/** Whether it is a row of the public table, or a reply of the object API, perhaps in its envelope. */
export function isTnsJson(json: JsonObject): boolean {
	return isTnsRow(json) || isReply(replyOf(json));
}

/** Reads a row of the public table or a reply of the object API (https://www.wis-tns.org/api/get/object). */
export function* tnsJsonFacts(json: JsonObject): Generator<PacketFacts | LookbackError> {
	const reply = replyOf(json);
	const where = `the TNS object ${String(reply.objid)}`;
	if (isTnsRow(json)) yield tnsRowFacts(json, format, where);
	else yield tnsObjectFacts(() => objectOfReply(reply), format, where);
}

function isReply(reply: JsonObject): boolean {
	return 'objid' in reply && 'objname' in reply && 'discoverydate' in reply;
}

/** The API wraps its answer as `{id_code, id_message, data: {reply}}`, and since 2024 as `data` alone. */
function replyOf(json: JsonObject): JsonObject {
	const data = isJsonObject(json.data) ? json.data : json;
	return isJsonObject(data.reply) ? data.reply : data;
}
