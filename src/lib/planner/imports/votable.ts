import { attribute, child, children, parseXml, type XmlElement } from '#lib/archive/packets/voevent/xml.ts';
import { LookbackError } from '#lib/errors.ts';

/**
 * Rows of the first table of a VOTable (TABLEDATA), as text by the names of their fields; empty cells are ''.
 * @throws LookbackError `planner/bad-votable`, or what is said of XML that is none.
 */
export function readVotable(bytes: Uint8Array): Readonly<Record<string, string>>[] {
	const { name, element } = parseXml(bytes);
	const resource = child(element, 'RESOURCE');
	if (name !== 'VOTABLE' || !resource) throw bad(`it is a ${name}${resource ? '' : ' without a RESOURCE'}`);
	const error = infosOf(resource).find(
		(info) => attribute(info, '@name') === 'QUERY_STATUS' && attribute(info, '@value') === 'ERROR'
	);
	if (error) throw bad(`it says that something failed: ${attribute(error, '#text') ?? 'no reason given'}`);
	const table = child(resource, 'TABLE');
	const data = child(table, 'DATA');
	if (!table || !data) throw bad('it has no table with data');
	const tabular = child(data, 'TABLEDATA');
	if (!tabular && data['TABLEDATA'] === undefined)
		throw bad('its data are in binary; of VOTables TABLEDATA is read');
	const fields = children(table, 'FIELD').map((field) => attribute(field, '@name') ?? '');
	return children(tabular, 'TR').map((row) => {
		const cells = children(row, 'TD');
		return Object.fromEntries(
			fields.map((field, i) => [field, (cells[i] && attribute(cells[i], '#text')) ?? ''])
		);
	});
}

function infosOf(resource: XmlElement): readonly XmlElement[] {
	return children(resource, 'INFO');
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-votable', `The VOTable cannot be read: ${why}.`);
}
