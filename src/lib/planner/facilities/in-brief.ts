import type { KnownFacility } from './read.server.ts';

/** A facility as a row of `facilityColumns`. */
export function inBrief({ facility, ...telling }: KnownFacility) {
	const { site, telescopes } = facility;
	const instruments = telescopes.flatMap((one) => one.instruments);
	return {
		...telling,
		facility: facility.facility,
		kind: facility.kind,
		site: site?.name ?? null,
		lat_deg: site?.latDeg ?? null,
		lon_deg: site?.lonDeg ?? null,
		height_m: site?.heightM ?? null,
		telescopes: telescopes.map(({ name }) => name).join(', '),
		instruments: instruments.map(({ name }) => name).join(', '),
		bands: [...new Set(instruments.flatMap(({ bands }) => bands))].join(', '),
		owner: facility.owner
	};
}
