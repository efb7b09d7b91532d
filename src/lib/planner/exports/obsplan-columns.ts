import type { Column } from '#lib/table/column.ts';

const text = (name: string, description: string, ucd?: string): Column => ({
	name,
	type: 'text',
	...(ucd && { ucd }),
	description
});
const double = (name: string, unit: string | undefined, description: string, ucd?: string): Column => ({
	name,
	type: 'double',
	...(unit && { unit }),
	...(ucd && { ucd }),
	description
});

/**
 * Columns of `ivoa.obsplan` (ObsLocTAP 1.0, REC-ObsLocTAP-1.0-20210724, table 4), in its order; times are MJD, UTC. What follows
 * after `execution_status` is of Lookback, since the standard has no place for it.
 */
export const obsplanColumns: readonly Column[] = [
	double('t_planning', 'd', 'When this was added or modified, MJD.', 'time.creation'),
	text('target_name', 'Object observed; none where it is hidden.', 'meta.id;src'),
	text('obs_id', 'Observation.', 'meta.id'),
	text('obs_collection', 'Campaign.', 'meta.id'),
	double('s_ra', 'deg', 'Right ascension of the middle, ICRS; none where it is hidden.', 'pos.eq.ra'),
	double('s_dec', 'deg', 'Declination of the middle, ICRS; none where it is hidden.', 'pos.eq.dec'),
	double('s_fov', 'deg', 'Diameter of the circle around the covered region.', 'phys.angSize;instr.fov'),
	text('s_region', 'Region covered, as a circle of s_fov around the middle.', 'pos.outline;obs.field'),
	double('s_resolution', 'arcsec', 'Spatial resolution; not known here.', 'pos.angResolution'),
	double('t_min', 'd', 'Beginning, MJD.', 'time.start;obs.exposure'),
	double('t_max', 'd', 'End, MJD.', 'time.end;obs.exposure'),
	double('t_exptime', 's', 'Exposure time of what was performed.', 'time.duration;obs.exposure'),
	double('t_resolution', 's', 'Temporal resolution; not known here.', 'time.resolution'),
	double('em_min', 'm', 'Least wavelength; not known here.', 'em.wl;stat.min'),
	double('em_max', 'm', 'Greatest wavelength; not known here.', 'em.wl;stat.max'),
	double('em_res_power', undefined, 'Spectral resolving power; not known here.', 'spect.resolution'),
	text('o_ucd', 'UCD of the observable.', 'meta.ucd'),
	text('pol_states', 'Polarization states; not known here.', 'meta.code;phys.polarization'),
	{ name: 'pol_xel', type: 'int', ucd: 'meta.number', description: 'Polarization samples; not known here.' },
	text('facility_name', 'Facility.', 'meta.id;instr.tel'),
	text('instrument_name', 'Instrument.', 'meta.id;instr'),
	double('t_plan_exptime', 's', 'Exposure time planned.', 'time.duration;obs.exposure'),
	text('category', 'Fixed, Coordinated, Window or Other.'),
	{ name: 'priority', type: 'int', description: '0 for what is easily moved, 1, or 2 for what is not.' },
	text('execution_status', 'Planned, Scheduled, Unscheduled, Performed or Aborted.'),
	text('band', 'Band, as the facility calls it.', 'instr.bandpass'),
	double('position_angle', 'deg', 'Position angle, from north to east.', 'pos.posAng'),
	double('depth_mag', 'mag', 'Limiting AB magnitude.', 'phot.mag;stat.max'),
	text('event', 'Event that it is for.')
];
