import { finite, type AvroRecord } from '../avro/fields.ts';

/** A stream of packets in Rubin's shape. */
export interface RubinStream {
	readonly survey: string;
	readonly collection: string;
	/** Flux of a row's PSF fit in nanojansky, with its error; `psFlux` before schema 5. */
	readonly flux: (row: AvroRecord) => { fluxNjy: number | null; fluxErrNjy: number | null };
}

/** Rubin's own alerts: fluxes are in nJy (lsst/alert_packet, `psfFlux`). */
export const lsst: RubinStream = {
	survey: 'lsst',
	collection: 'lsst.public',
	flux: (row) => ({
		fluxNjy: finite(row.psfFlux) ?? finite(row.psFlux),
		fluxErrNjy: finite(row.psfFluxErr) ?? finite(row.psFluxErr)
	})
};

/**
 * ELAsTiCC, a simulation of Rubin's stream. Its schema gives no unit of flux, and its packets differ: errors of
 * 1.7 to 10 in r in one set fit the zero point 27.5 mag of SNANA, 162 in another fits nanojansky. No flux is
 * told, rather than one that may be wrong by 36.
 */
export const elasticc: RubinStream = {
	survey: 'elasticc',
	collection: 'elasticc.public',
	flux: () => ({ fluxNjy: null, fluxErrNjy: null })
};

/** Which stream a packet is of: simulated objects have a final redshift (`z_final`), which no telescope measures. */
export function streamOf(alert: AvroRecord): RubinStream {
	const object = alert.diaObject;
	return typeof object === 'object' && object !== null && 'z_final' in object ? elasticc : lsst;
}
