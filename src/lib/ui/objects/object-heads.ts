/** Headings of lists of objects, in words, by column. */
export const objectHeads: Readonly<Record<string, string>> = {
	separation_arcsec: 'Separation',
	survey: 'Survey',
	object_id: 'Object',
	ra_deg: 'RA',
	dec_deg: 'Dec',
	alerts: 'Alerts',
	last_observed_at: 'Last observed, UTC',
	last_known_at: 'Latest news, UTC',
	is_new: 'New'
};
