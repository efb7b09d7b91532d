import type { Column } from '#lib/table/column.ts';

const angle = (name: string, ucd: string, description: string, precision = 2): Column => ({
	name,
	type: 'double',
	unit: 'deg',
	ucd,
	description,
	precision
});

/** Where a position, the Sun and the Moon stand at a site. */
export const altitudeColumns: readonly Column[] = [
	{ name: 'at', type: 'instant', ucd: 'time.epoch;meta.main', description: 'Moment, UTC.' },
	angle('altitude_deg', 'pos.az.alt;meta.main', 'Altitude of the position, without refraction.'),
	angle('azimuth_deg', 'pos.az.azi', 'Its azimuth, from north through east.'),
	angle('hour_angle_deg', 'pos.posAng', 'Its hour angle, to the west of the meridian.'),
	{
		name: 'airmass',
		type: 'double',
		ucd: 'obs.airMass',
		description: 'Its airmass; none below the horizon.',
		precision: 3
	},
	angle('sun_altitude_deg', 'pos.az.alt', "Altitude of the Sun's middle, without refraction."),
	angle('moon_altitude_deg', 'pos.az.alt', "Altitude of the Moon's middle, without refraction."),
	angle('moon_distance_deg', 'pos.angDistance', 'Distance of the position from the Moon.'),
	{
		name: 'moon_illumination',
		type: 'double',
		description: 'Part of her disc that is lit, 0 to 1.',
		precision: 3
	}
];
