import type { Column } from '#lib/table/column.ts';

/** A brightness as the survey told it; alerts and photometry share these columns. */
export const brightnessColumns: readonly Column[] = [
	{
		name: 'observed_at',
		type: 'instant',
		ucd: 'time.epoch;meta.main',
		description: 'Middle of the exposure, UTC.'
	},
	{
		name: 'exposure_sec',
		type: 'float',
		unit: 's',
		ucd: 'time.duration;obs.exposure',
		description: 'Length of the exposure.'
	},
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: "Filter, by the survey's own name." },
	{ name: 'mag', type: 'float', unit: 'mag', ucd: 'phot.mag', description: 'Magnitude (AB).', precision: 3 },
	{
		name: 'mag_err',
		type: 'float',
		unit: 'mag',
		ucd: 'stat.error;phot.mag',
		description: 'Standard error of mag.',
		precision: 3
	},
	{
		name: 'limiting_mag',
		type: 'float',
		unit: 'mag',
		ucd: 'phot.mag;stat.max',
		description: 'Limiting magnitude of the exposure (AB), as the survey defines it.',
		precision: 3
	},
	{
		name: 'flux_njy',
		type: 'float',
		unit: 'nJy',
		ucd: 'phot.flux.density',
		description: 'Difference flux density.',
		precision: 1
	},
	{
		name: 'flux_err_njy',
		type: 'float',
		unit: 'nJy',
		ucd: 'stat.error;phot.flux.density',
		description: 'Standard error of flux_njy.',
		precision: 1
	},
	{
		name: 'is_positive',
		type: 'boolean',
		description: 'Whether the difference image is brighter (true) or fainter (false) than its reference.'
	},
	{
		name: 'real_bogus',
		type: 'float',
		ucd: 'stat.likelihood',
		description: "The survey's score of how real the detection is, 0 to 1.",
		precision: 2
	}
];

/** Position of a detection. */
export const positionColumns: readonly Column[] = [
	{
		name: 'ra_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.eq.ra;meta.main',
		description: 'Right ascension, ICRS.',
		precision: 6
	},
	{
		name: 'dec_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.eq.dec;meta.main',
		description: 'Declination, ICRS.',
		precision: 6
	}
];

/** The survey's own object that a row is of. */
export const ofObjectColumns: readonly Column[] = [
	{ name: 'survey', type: 'text', ucd: 'meta.id', description: 'Survey: ztf, lsst, ...' },
	{ name: 'object_id', type: 'text', ucd: 'meta.id', description: "The survey's own id of the object." }
];
