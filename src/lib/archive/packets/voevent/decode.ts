import type { NoticeFact, PacketFacts, PacketRole } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Decoder } from '../decoder.ts';
import { readTime } from '../gcn/read-time.ts';
import { gcnCollection, noticePacket, sameEvent } from '../gcn/notice-packet.ts';
import { readParams, type Params } from './params.ts';
import { placeNotice, type Placed } from './placement.ts';
import { readWhereWhen, type WhereWhen } from './where-when.ts';
import { attribute, child, children, parseXml, textAt, type XmlElement } from './xml.ts';

/** Licences and style sheets may stand before the root; a document that hides it longer is not looked through. */
const prologBytes = 16_384;

/** Whether the bytes look like a VOEvent: XML whose root element is a `VOEvent` in any namespace. */
export function looksLikeVoevent(bytes: Uint8Array): boolean {
	const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, prologBytes));
	const text =
		bytes[0] === 0xff || bytes[0] === 0xfe ? start.toString('latin1').replaceAll('\0', '') : start.toString();
	if (!/^(?:\ufeff|ÿþ|þÿ)?\s*</.test(text)) return false;
	return /^[^<]*<(?:[\w.-]+:)?VOEvent[\s>]/.test(text.replace(/<!--.*?-->|<\?.*?\?>|<![^->][^>]*>/gs, ''));
}

/**
 * Reads a VOEvent 1.1, 2.0 or 2.1 document (ivoa.net/documents/VOEvent) as one notice; of several in a row, as
 * listeners append them to a file, each by itself, or why it is refused.
 * @throws LookbackError `voevent/...` when it is not well-formed, not a VOEvent, or names no IVORN.
 */
export const decodeVoevent: Decoder = function* (bytes): Generator<PacketFacts | LookbackError> {
	const [first, ...others] = documentsIn(bytes);
	if (others.length === 0) return yield readDocument(bytes);
	for (const document of [first!, ...others])
		try {
			yield readDocument(document);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			yield error;
		}
};

/** A document ends where an end tag of its root is followed by the start of another. */
function* documentsIn(bytes: Uint8Array): Generator<Uint8Array> {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	let start = 0;
	for (let at = buffer.indexOf('VOEvent'); at >= 0; at = buffer.indexOf('VOEvent', at + 1)) {
		if (!/<\/(?:[\w.-]+:)?$/.test(buffer.toString('latin1', Math.max(start, at - 40), at))) continue;
		const end = /^VOEvent\s*>\s*(?=<\?xml|<(?:[\w.-]+:)?VOEvent[\s>])/.exec(
			buffer.toString('latin1', at, at + 200)
		);
		if (end === null) continue;
		yield buffer.subarray(start, at + end[0].length);
		start = at + end[0].length;
	}
	yield buffer.subarray(start);
}

function readDocument(bytes: Uint8Array): PacketFacts {
	const { name, element: root } = parseXml(bytes);
	if (name !== 'VOEvent')
		throw new LookbackError(
			'unsupported',
			'voevent/not-voevent',
			`The XML document is a "${name}", and of XML only VOEvent is read.`,
			{ name }
		);
	const ivorn = attribute(root, '@ivorn');
	if (ivorn === null)
		throw new LookbackError(
			'incorrect',
			'voevent/no-ivorn',
			'The VOEvent has no ivorn, so nothing identifies it.'
		);

	const params = readParams(child(root, 'What'));
	const date = textAt(root, 'Who', 'Date');
	const statedAt = date === null ? null : readTime(date);
	const whereWhen = readWhereWhen(root, params, statedAt);
	const cites = citesOf(root);
	const placed = placeNotice(ivorn, params, roleTold(root), cites);
	const who: Record<string, string> = date !== null && statedAt === null ? { 'Who.Date': date } : {};
	return noticePacket({
		source: placed.source,
		format: 'voevent',
		schemaVersion: attribute(root, '@version'),
		statedAt,
		role: placed.role,
		notices: [noticeOf(ivorn, root, params, placed, whereWhen, { cites, who })],
		statements:
			placed.event !== null && placed.otherName !== null
				? [sameEvent(placed.event, placed.otherName, `gcn/${placed.stream}`, gcnCollection)]
				: []
	});
}

const roles: readonly string[] = ['observation', 'prediction', 'utility', 'test'] satisfies PacketRole[];

/** VOEvent's default role is `observation`. */
function roleTold(root: XmlElement): PacketRole {
	const role = attribute(root, '@role') ?? 'observation';
	if (roles.includes(role)) return role as PacketRole;
	throw new LookbackError(
		'incorrect',
		'voevent/bad-role',
		`The VOEvent has role "${role}", and VOEvent knows ${roles.join(', ')}.`,
		{ role }
	);
}

function noticeOf(
	ivorn: string,
	root: XmlElement,
	params: Params,
	placed: Placed,
	{ detail: whereWhenDetail, ...whereWhen }: WhereWhen,
	{ cites, who }: { readonly cites: NoticeFact['cites']; readonly who: Readonly<Record<string, string>> }
): NoticeFact {
	return {
		collection: gcnCollection,
		noticeId: ivorn,
		event: placed.event,
		eventKind: placed.eventKind,
		stream: placed.stream,
		kind: placed.kind,
		role: placed.role,
		...whereWhen,
		farHz: farHzOf(params),
		title: titleOf(root),
		body: null,
		cites,
		detail: {
			...params.values,
			...who,
			...authorOf(root),
			...whereWhenDetail,
			...(Object.keys(params.units).length ? { units: params.units } : {})
		}
	};
}

const secondsPerYear = 365.25 * 86_400;

/** A false alarm rate counts only with a unit that is one: LVK gives Hz, IceCube and HAWC give events a year. */
function farHzOf({ values, units }: Params): number | null {
	const far = values['FAR'];
	if (typeof far !== 'number') return null;
	if (units['FAR'] === 'Hz') return far;
	return units['FAR'] === 'yr^-1' ? far / secondsPerYear : null;
}

/** The first description that says something. */
function titleOf(root: XmlElement): string | null {
	const places = [child(root, 'What'), root, child(root, 'Citations'), child(root, 'Why')];
	for (const place of places)
		for (const description of children(place, 'Description')) {
			const text = attribute(description, '#text');
			if (text !== null) return text.replace(/\s+/g, ' ');
		}
	return null;
}

const citations = ['followup', 'supersedes', 'retraction'] as const;

function citesOf(root: XmlElement): NoticeFact['cites'] {
	return children(child(root, 'Citations'), 'EventIVORN').flatMap((cited) => {
		const noticeId = attribute(cited, '#text');
		const how = citations.find((each) => each === attribute(cited, '@cite')?.toLowerCase());
		return noticeId !== null && how !== undefined ? [{ noticeId, how }] : [];
	});
}

/** Author, concept and name as the document gives them; addresses of people stay in the packet alone. */
function authorOf(root: XmlElement): Record<string, string> {
	const author = children(child(root, 'Who'), 'Author')[0];
	const inference = children(child(root, 'Why'), 'Inference')[0];
	const found: readonly (readonly [string, string | null])[] = [
		['Who.Author', textAt(author, 'shortName') ?? textAt(author, 'title') ?? textAt(author, 'contactName')],
		['Who.AuthorIVORN', textAt(root, 'Who', 'AuthorIVORN')],
		['Why.Name', textAt(inference, 'Name')],
		['Why.Concept', textAt(inference, 'Concept')]
	];
	return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== null));
}
