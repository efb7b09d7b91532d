import type { Column } from '#lib/table/column.ts';
import { tellingColumns } from './telling.ts';

const eventName: Column = {
	name: 'event',
	type: 'text',
	ucd: 'meta.id;meta.main',
	description: 'Name of the event.'
};
const eventAt: Column = {
	name: 'event_at',
	type: 'instant',
	ucd: 'time.epoch',
	description: 'When the event happened, UTC.'
};

/** An event as a list has it, from its notices known at a basis. */
export const eventColumns: readonly Column[] = [
	eventName,
	{ name: 'event_kind', type: 'text', description: 'gw, grb, neutrino, transient or other.' },
	eventAt,
	{ name: 'notices', type: 'int', ucd: 'meta.number', description: 'Number of notices and circulars known.' },
	{ name: 'first_known_at', type: 'instant', description: 'When the first news of it became known, UTC.' },
	{ name: 'last_known_at', type: 'instant', description: 'When the last news of it became known, UTC.' },
	{ name: 'last_kind', type: 'text', description: 'Kind of the last machine notice.' },
	{
		name: 'far_hz',
		type: 'double',
		unit: 'Hz',
		description: 'False alarm rate, as the newest notice has it that states one.',
		precision: 3
	},
	{
		name: 'significant',
		type: 'boolean',
		description:
			'Whether LVK calls it significant, as the newest notice has it that says; none where none does.'
	},
	{ name: 'retracted', type: 'boolean', description: 'Whether the last machine notice is a retraction.' }
];

/** A notice or circular in force at a basis. */
export const noticeColumns: readonly Column[] = [
	{
		name: 'notice_id',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: 'IVORN, gcn/circulars/<number>, or <topic>/<event>/<record number>.'
	},
	{ ...eventName, ucd: 'meta.id' },
	{ name: 'event_kind', type: 'text', description: 'gw, grb, neutrino, transient or other.' },
	{ name: 'stream', type: 'text', description: 'Stream it came on.' },
	{
		name: 'kind',
		type: 'text',
		description: 'early-warning, preliminary, initial, update, retraction, circular or other.'
	},
	{ name: 'role', type: 'text', description: 'observation, prediction, utility, test or mock.' },
	{ name: 'stated_at', type: 'instant', description: 'When it was issued, by its own word, UTC.' },
	eventAt,
	{ name: 'ra_deg', type: 'double', unit: 'deg', ucd: 'pos.eq.ra', description: 'Right ascension, ICRS.' },
	{ name: 'dec_deg', type: 'double', unit: 'deg', ucd: 'pos.eq.dec', description: 'Declination, ICRS.' },
	{
		name: 'error_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'stat.error;pos.eq',
		description: 'Radius of the error circle; its containment stands in detail.'
	},
	{
		name: 'far_hz',
		type: 'double',
		unit: 'Hz',
		description: 'False alarm rate of the search that found it.',
		precision: 3
	},
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'Title of a circular, or one line.' },
	{ name: 'body', type: 'text', description: 'Body of a circular.' },
	{ name: 'cites', type: 'json', description: 'Notices this one cites, and how.' },
	{ name: 'detail', type: 'json', description: "The packet's parameters by their own names." },
	...tellingColumns
];

/** A notice on its event's page, with what later notices say of it. */
export const judgedNoticeColumns: readonly Column[] = [
	...noticeColumns,
	{
		name: 'retracted',
		type: 'boolean',
		description: 'Whether a later notice known at the basis retracts it.'
	},
	{
		name: 'superseded',
		type: 'boolean',
		description: 'Whether a later notice known at the basis replaces it.'
	}
];

/** A probability map of an event's position, in force at a basis, without its cells. */
export const localizationColumns: readonly Column[] = [
	{ name: 'notice_id', type: 'text', ucd: 'meta.id', description: 'Notice that carries the map.' },
	{ name: 'name', type: 'text', description: 'File name or URL of the map, as its source gives it.' },
	{ ...eventName, ucd: 'meta.id' },
	{ name: 'creator', type: 'text', ucd: 'meta.id;meta.software', description: 'Pipeline that made the map.' },
	eventAt,
	{
		name: 'distance_mean_mpc',
		type: 'double',
		unit: 'Mpc',
		ucd: 'pos.distance;stat.mean',
		description: 'Mean luminosity distance.',
		precision: 1
	},
	{
		name: 'distance_std_mpc',
		type: 'double',
		unit: 'Mpc',
		ucd: 'stat.stdev;pos.distance',
		description: 'Standard deviation of the luminosity distance.',
		precision: 1
	},
	{
		name: 'area_50_deg2',
		type: 'double',
		unit: 'deg**2',
		ucd: 'phys.angArea',
		description: 'Area of the 50 % credible region.',
		precision: 1
	},
	{
		name: 'area_90_deg2',
		type: 'double',
		unit: 'deg**2',
		ucd: 'phys.angArea',
		description: 'Area of the 90 % credible region.',
		precision: 1
	},
	{ name: 'cell_count', type: 'int', ucd: 'meta.number', description: 'Number of cells of the map.' },
	...tellingColumns
];
