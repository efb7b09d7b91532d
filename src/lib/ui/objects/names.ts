import type { Statement } from '#lib/archive/index.server.ts';

/** Another name of a subject, and who says that it is one. */
export interface OtherName {
	/** `AT2019dsg`; of another subject of the archive its address without the room: `ztf/ZTF19aapreis`. */
	readonly text: string;
	/** The other subject, where it is one: `objects/ztf/ZTF19aapreis`. */
	readonly subject: string | null;
	/** Statements that give it, whichever of the two subjects they are about. */
	readonly said: readonly Statement[];
}

/** A subject's other names, by who is called so: statements of names and of identity, in both directions. */
export function otherNames(subject: string, statements: readonly Statement[]): OtherName[] {
	const naming = statements.filter(({ property }) => property === 'name' || property === 'identity');
	const told = naming.flatMap((one) => {
		const text = one.subject === subject ? one.value_text : one.subject;
		return text === null || text === subject ? [] : [{ text, one }];
	});
	const names = [...Map.groupBy(told, ({ text }) => text)].map(([text, of]) => ({
		text: text.replace(/^(objects|events)\//, ''),
		subject: /^(objects|events)\/./.test(text) ? text : null,
		said: of.map(({ one }) => one)
	}));
	return names.sort((a, b) => a.text.localeCompare(b.text, 'en'));
}
