/** Where an observatory stands. */
export interface Place {
	readonly latDeg: number;
	/** East of Greenwich. */
	readonly lonDeg: number;
	readonly heightM: number;
}

/** A site that a reader may choose; `source` says whose figures these are. */
export interface Observatory extends Place {
	/** Its short name in addresses. */
	readonly site: string;
	readonly name: string;
	readonly source: string;
}

const iraf = 'IRAF observatory database (noao$lib/obsdb.dat)';

/** Sites by name; `palomar` is meant where none is chosen. */
export const observatories: readonly Observatory[] = [
	at('cerro-tololo', 'Cerro Tololo', -30.16528, -70.815, 2215, iraf),
	at('kitt-peak', 'Kitt Peak', 31.96333, -111.6, 2120, iraf),
	at('la-palma', 'La Palma, Roque de los Muchachos', 28.75833, -17.88, 2327, iraf),
	at('la-silla', 'La Silla', -29.25667, -70.73, 2347, iraf),
	at('las-campanas', 'Las Campanas', -29.00333, -70.70167, 2282, iraf),
	at('mauna-kea', 'Mauna Kea', 19.82667, -155.47167, 4215, iraf),
	at('palomar', 'Palomar', 33.356, -116.863, 1706, iraf),
	at('paranal', 'Paranal', -24.62722, -70.40417, 2635, 'ESO, Paranal Observatory'),
	at('rubin', 'Rubin, Cerro Pachón', -30.2446, -70.7494, 2647, 'LSST key numbers'),
	at('siding-spring', 'Siding Spring', -31.27336, 149.06119, 1149, iraf),
	at('sutherland', 'Sutherland', -32.37944, 20.81069, 1798, 'South African Astronomical Observatory')
];

export const usualSite = 'palomar';

/** The site of a short name, or null. */
export function observatoryOf(site: string | null | undefined): Observatory | null {
	return observatories.find((one) => one.site === site) ?? null;
}

function at(
	site: string,
	name: string,
	latDeg: number,
	lonDeg: number,
	heightM: number,
	source: string
): Observatory {
	return { site, name, latDeg, lonDeg, heightM, source };
}
