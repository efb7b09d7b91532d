import { propertyText, unitText } from '#lib/archive/told-text.ts';

const origins: Readonly<Record<string, string>> = { own: 'its own packet', history: 'a later packet' };

/** What a fact says in a column of yes and no, names or units, as people write it; undefined where its value says it itself. */
export function factWords(name: string, value: unknown): string | undefined {
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value !== 'string') return undefined;
	if (name === 'property') return propertyText(value);
	if (name === 'unit') return unitText(value);
	return name === 'origin' ? origins[value] : undefined;
}
