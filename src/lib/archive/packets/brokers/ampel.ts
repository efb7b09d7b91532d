import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import { record, records, text, type AvroRecord } from '../avro/fields.ts';
import { brokerPacket } from './reply.ts';
import { objectSubject, say, type Voice } from './statements.ts';

/** Whether a record is a report of AMPEL (`ampel.contrib.hu.model.LSSTReport`). */
export function isAmpelReport(report: AvroRecord): boolean {
	return record(report.object) !== null && Array.isArray(report.classification) && 'state' in report;
}

/**
 * What AMPEL reports of an object: the probabilities of its classifiers, redshifts of hosts and light curve
 * features. The photometry it repeats is left to the survey's packets: its ids went through a double.
 * @throws LookbackError `brokers/bad-report` when the report is of no survey's object.
 */
export function ampelFacts(report: AvroRecord): PacketFacts {
	const object = record(report.object);
	const subject = objectSubject(object?.external_id ?? object?.id);
	if (subject === null)
		throw new LookbackError(
			'incorrect',
			'brokers/bad-report',
			`The AMPEL report is about object '${String(object?.id)}', which is no object of ZTF or Rubin.`,
			{ objectId: String(object?.id) }
		);
	return brokerPacket('ampel', 'ampel-avro', null, [
		...records(report.classification).flatMap((unit) => classStatements(unit, voiceOf(subject, unit))),
		...records(report.host).flatMap((host) => hostStatements(host, voiceOf(subject, host))),
		...records(report.features).flatMap((unit) =>
			Object.entries(record(unit.features) ?? {}).flatMap(([name, value]) =>
				say(voiceOf(subject, unit), 'feature', value, { qualifier: name })
			)
		)
	]);
}

function voiceOf(subject: string, unit: AvroRecord): Voice {
	return { subject, agent: `ampel/${String(unit.name)}`, software: text(unit.version) };
}

/** Probabilities are keyed `P(SNIa)`; several models of one classifier may give them. */
function classStatements(unit: AvroRecord, voice: Voice): StatementFact[] {
	return records(unit.models).flatMap(({ model, probabilities }) =>
		Object.entries(record(probabilities) ?? {}).flatMap(([key, value]) => {
			const name = /^P\((.+)\)$/.exec(key)?.[1] ?? key;
			return say(voice, 'probability', value, { qualifier: `${String(model)}/${name}` });
		})
	);
}

function hostStatements(host: AvroRecord, voice: Voice): StatementFact[] {
	return say(voice, 'redshift', host.redshift, {
		qualifier: 'host',
		detail: { source: host.source ?? null, error: host.redshift_error ?? null, info: host.info ?? null }
	});
}
