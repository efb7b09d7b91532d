import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { recordsOf } from '../avro/records.ts';
import type { AvroRecord } from '../avro/fields.ts';
import type { Decoder, PacketContext } from '../decoder.ts';
import type { Json } from '../json.ts';
import { alerceReaders } from './alerce.ts';
import { ampelFacts, isAmpelReport } from './ampel.ts';
import { antaresReaders } from './antares.ts';
import { babamulFacts, isBabamulAlert } from './babamul.ts';
import { boomReaders } from './boom.ts';
import { finkReaders } from './fink.ts';
import { lasairReaders } from './lasair.ts';
import { pittGoogleReaders } from './pitt-google.ts';
import { recordedReplies } from './recording.ts';
import type { BrokerReply, ReplyReader } from './reply.ts';

const readers: readonly ReplyReader[] = [
	...alerceReaders,
	...antaresReaders,
	...finkReaders,
	...lasairReaders,
	...boomReaders,
	...pittGoogleReaders
];

/** The reader of a reply, or null when no broker answers like this. */
export function replyReader(reply: BrokerReply): ReplyReader | null {
	return readers.find(({ test }) => test(reply)) ?? null;
}

/** A reply that came without its address and time. */
export function bareReply(body: Json): BrokerReply {
	return { uri: null, saidAt: null, body };
}

/** Reads recorded exchanges with brokers (VCR cassettes): what each reply says, as of the time it was given. */
export const decodeRecording: Decoder = function* (bytes, context) {
	for (const reply of recordedReplies(bytes, context.name)) {
		if (reply instanceof LookbackError) yield reply;
		else yield* replyReader(reply)?.read(reply, context) ?? [unknownReply(reply)];
	}
};

const brokerRecords: readonly {
	test: (record: AvroRecord) => boolean;
	read: (record: AvroRecord, context: PacketContext) => PacketFacts;
}[] = [
	{ test: isAmpelReport, read: ampelFacts },
	{ test: isBabamulAlert, read: babamulFacts }
];

/** Reads Avro packets in brokers' own schemas: reports of AMPEL, and alerts of Babamul. */
export const decodeBrokerAvro: Decoder = function* (bytes, context) {
	for (const read of recordsOf(bytes, context))
		yield read instanceof LookbackError ? read : recordFacts(read.record, read.schema.name, context);
};

function recordFacts(record: AvroRecord, name: string, context: PacketContext): PacketFacts | LookbackError {
	const reader = brokerRecords.find(({ test }) => test(record));
	if (!reader) {
		const message = `${context.name} holds a record of type ${name}, and of brokers' own, reports of AMPEL and alerts of Babamul are read.`;
		return new LookbackError('unsupported', 'brokers/unknown-record', message, { record: name });
	}
	try {
		return reader.read(record, context);
	} catch (error) {
		if (error instanceof LookbackError) return error;
		throw error;
	}
}

function unknownReply({ uri }: BrokerReply): LookbackError {
	const message = `The reply from ${uri} is of no broker that is read: ALeRCE, ANTARES, BOOM, Fink, Lasair, Pitt-Google.`;
	return new LookbackError('unsupported', 'brokers/unknown-reply', message, { uri });
}
