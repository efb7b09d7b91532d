import type { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import { assertCollectionName } from '#lib/access/collection-name.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { PacketContext } from '../decoder.ts';
import type { JsonObject } from '../json.ts';
import { localizationOf, measurementOf, noticeOf, ownerOf, statementOf } from './facts.ts';
import { items, tellingFrame, type TellingFrame } from './schema.ts';

/** Whether a JSON value calls itself a telling, of this version or another. */
export function isTelling(json: JsonObject): boolean {
	return typeof json.lookback === 'string' && json.lookback.startsWith('telling/');
}

/**
 * Reads what somebody tells in Lookback's own format (docs/telling.md): the facts of all its items that can be read,
 * then the reason for each that cannot.
 * @throws LookbackError `telling/bad-telling` where what frames the items is wrong, `access/bad-collection`.
 */
export function* decodeTelling(
	json: JsonObject,
	context: PacketContext
): Generator<PacketFacts | LookbackError> {
	const read = tellingFrame.safeParse(json);
	if (!read.success) throw wrong(context.name, 'The telling', read.error);
	const frame = read.data;
	assertCollectionName(frame.collection);
	const refused: LookbackError[] = [];
	const facts = <Item, Fact>(
		list: keyof typeof items,
		schema: z.ZodType<Item>,
		make: (frame: TellingFrame, item: Item) => Fact
	): Fact[] =>
		frame[list].flatMap((item, index) => {
			const place = `${list}[${index}]`;
			const one = readItem(schema, item, place, context.name, (each) => make(frame, each));
			if (!(one instanceof LookbackError)) return [one.fact];
			refused.push(one);
			return [];
		});
	yield {
		source: ownerOf(frame.agent),
		format: 'lookback-telling',
		schemaVersion: '1',
		statedAt: frame.stated_at === undefined ? null : parseInstant(frame.stated_at),
		role: frame.role,
		alerts: [],
		photometry: facts('detections', items.detections, measurementOf),
		statements: facts('statements', items.statements, statementOf),
		notices: facts('notices', items.notices, noticeOf),
		localizations: facts('localizations', items.localizations, localizationOf),
		withdrawals: []
	};
	yield* refused;
}

/** One item's fact, in a box; or why it is refused, so that its neighbours go on. */
function readItem<Item, Fact>(
	schema: z.ZodType<Item>,
	item: unknown,
	place: string,
	name: string,
	make: (item: Item) => Fact
): { readonly fact: Fact } | LookbackError {
	const read = schema.safeParse(item);
	if (!read.success) return wrong(name, place, read.error);
	try {
		return { fact: make(read.data) };
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		const message = `${place} of ${name}: ${error.message}`;
		return new LookbackError(error.kind, error.code, message, error.data, { cause: error });
	}
}

const mostSentences = 5;

/** Every issue's message is the end of a sentence that its place begins. */
function wrong(name: string, what: string, error: z.ZodError): LookbackError {
	const sentences = error.issues.slice(0, mostSentences).map((issue) => {
		const place = issue.path.map(String).join('.');
		if (issue.code === 'unrecognized_keys')
			return `${place === '' ? what : `${what}.${place}`} has no member ${issue.keys.join(', ')}`;
		return `${place === '' ? what : `${what === 'The telling' ? '' : `${what}.`}${place}`} ${issue.message}`;
	});
	const more = error.issues.length - sentences.length;
	if (more > 0) sentences.push(`${more} more of its members are wrong`);
	return new LookbackError('incorrect', 'telling/bad-telling', `${name}: ${sentences.join('; ')}.`, {
		name,
		places: error.issues.map((issue) => issue.path.map(String).join('.'))
	});
}
