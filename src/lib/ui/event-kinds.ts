/** Kinds of events in words. */
export const eventKinds: Readonly<Record<string, string>> = {
	gw: 'Gravitational-wave event',
	grb: 'Gamma-ray burst',
	neutrino: 'Neutrino event',
	transient: 'Transient',
	other: 'Event'
};
