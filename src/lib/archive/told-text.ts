/** A unit as tellings write it, with its powers raised: `erg/cm2/s` is erg/cm²/s. */
export function unitText(unit: string): string {
	return unit.replace(/(?<=[a-z])[23](?![\w.])/gi, (power) => (power === '2' ? '²' : '³'));
}

/** A property's name as words: `possible_counterpart` is possible counterpart. */
export function propertyText(property: string): string {
	return property.replaceAll('_', ' ');
}
