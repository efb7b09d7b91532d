import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import { record, type AvroRecord } from '../avro/fields.ts';
import type { PacketContext } from '../decoder.ts';
import { ztfFacts } from '../ztf/facts.ts';
import { objectSubject, say } from './statements.ts';

/** Whether a record is a ZTF alert as BOOM's public stream Babamul enriches it. */
export function isBabamulAlert(alert: AvroRecord): boolean {
	return record(alert.candidate) !== null && record(alert.properties) !== null && 'survey_matches' in alert;
}

/**
 * A ZTF alert of Babamul, and what BOOM adds to it: flags, and the same object in other surveys. Its histories
 * have neither ids nor programs, so they are left to ZTF's own packets.
 * @throws LookbackError `ztf/...` naming a value that cannot be.
 */
export function babamulFacts(alert: AvroRecord, context: PacketContext): PacketFacts {
	const facts = ztfFacts({ ...alert, prv_candidates: null, fp_hists: null }, context);
	return {
		...facts,
		source: 'boom',
		format: 'babamul-avro',
		statements: facts.alerts.flatMap(({ objectId }) => statementsOf(alert, `objects/ztf/${objectId}`))
	};
}

function statementsOf(alert: AvroRecord, subject: string): StatementFact[] {
	const voice = { subject, agent: 'boom', software: null };
	const flags = Object.entries(record(alert.properties) ?? {}).flatMap(([name, value]) =>
		typeof value === 'boolean' ? say(voice, 'flag', value, { qualifier: name }) : []
	);
	const matches = Object.values(record(alert.survey_matches) ?? {}).flatMap((match) => {
		const other = objectSubject(record(match)?.objectId);
		return other === null ? [] : say(voice, 'identity', other, { qualifier: other });
	});
	return [...flags, ...matches];
}
