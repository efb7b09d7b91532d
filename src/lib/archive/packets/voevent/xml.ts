import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { LookbackError } from '#lib/errors.ts';

/** An element: attributes as `@name`, text as `#text`, children by local name, in the shapes `many` gives. */
export type XmlElement = { readonly [name: string]: XmlNode | readonly XmlNode[] | undefined };
export type XmlNode = string | XmlElement;

/** Elements that VOEvent allows more than once in a place: always lists, so that one and two look alike. */
const many = new Set(
	'Param Group Table Field Data TR TD Description Reference Author EventIVORN Inference Name Concept AstroCoords'.split(
		' '
	)
);

const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	removeNSPrefix: true,
	parseTagValue: false,
	trimValues: true,
	jPath: false,
	isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && many.has(name)
});

/** A packet of XML is small; the largest VOEvent among 70,000 real ones has 60 kB. */
const largestBytes = 4 << 20;

/**
 * The root element of an XML packet, namespaces dropped. Document type declarations are refused: VOEvent has none,
 * and they are how entities blow up or reach for other files.
 * @throws LookbackError `voevent/too-big`, `voevent/doctype`, `voevent/bad-encoding`, `voevent/bad-xml`.
 */
export function parseXml(bytes: Uint8Array): { readonly name: string; readonly element: XmlElement } {
	if (bytes.length > largestBytes)
		throw refuse(
			'too-big',
			`The XML packet has ${bytes.length} bytes, and at most ${largestBytes} are read.`
		);
	const text = decodeXml(bytes);
	if (/<!DOCTYPE|<!ENTITY/i.test(text))
		throw refuse('doctype', 'The XML packet declares a document type or entities, which are never read.');
	const valid = XMLValidator.validate(text);
	if (valid !== true)
		throw refuse('bad-xml', `The packet is not well-formed XML: ${valid.err.msg} (line ${valid.err.line}).`);
	const document = parsed(text);
	const [root, ...others] = Object.entries(document).filter(
		([name]) => !name.startsWith('?') && name !== '#text'
	);
	if (!root || others.length || Array.isArray(root[1]))
		throw refuse('bad-xml', 'The XML packet has no single root element.');
	const element = root[1] as XmlNode;
	return { name: root[0], element: typeof element === 'string' ? { '#text': element } : element };
}

/** The parser refuses elements nested beyond 100 and names that JavaScript gives a meaning to. */
function parsed(text: string): XmlElement {
	try {
		return parser.parse(text) as XmlElement;
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw refuse('bad-xml', `The XML packet cannot be read: ${why}.`, cause);
	}
}

/** Text by the byte order mark, else by the encoding that the XML declaration states, else UTF-8. */
function decodeXml(bytes: Uint8Array): string {
	const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(
		Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200))
			.toString('latin1')
			.replace(/^ï»¿/, '')
	)?.[1];
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : null;
	const encoding = utf16 ?? declared ?? 'utf-8';
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes).trimStart();
	} catch (cause) {
		throw refuse('bad-encoding', `The XML packet is not readable in its encoding "${encoding}".`, cause);
	}
}

function refuse(code: string, message: string, cause?: unknown): LookbackError {
	return new LookbackError('incorrect', `voevent/${code}`, message, {}, { cause });
}

/** The one child of a name, or undefined; of several the first. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
	const node = nodes(element, name)[0];
	return typeof node === 'string' ? { '#text': node } : node;
}

/** Every child of a name. */
export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
	return nodes(element, name).map((node) => (typeof node === 'string' ? { '#text': node } : node));
}

/** The text at a path of element names, or null where it is missing or blank. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
	let at = element;
	for (const name of path) at = child(at, name);
	return attribute(at, '#text');
}

/** A text-valued member (`@role`, `#text`), or null where it is missing or blank. */
export function attribute(element: XmlElement | undefined, name: string): string | null {
	const value = element?.[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function nodes(element: XmlElement | undefined, name: string): readonly XmlNode[] {
	const value = element?.[name];
	if (value === undefined) return [];
	return Array.isArray(value) ? (value as readonly XmlNode[]) : [value as XmlNode];
}
