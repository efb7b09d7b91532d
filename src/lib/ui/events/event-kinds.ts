/** Kinds of events in words, as the page of one is headed. */
export const eventKinds: Readonly<Record<string, string>> = {
	gw: 'Gravitational-wave event',
	grb: 'Gamma-ray burst',
	neutrino: 'Neutrino event',
	transient: 'Transient',
	other: 'Event'
};

/** The same, short, as lists have them. */
export const shortEventKinds: Readonly<Record<string, string>> = {
	gw: 'gravitational wave',
	grb: 'gamma-ray burst',
	neutrino: 'neutrino',
	transient: 'transient',
	other: 'other'
};
