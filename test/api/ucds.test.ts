import { expect, it } from 'vitest';
import { allResources } from '#lib/api/resources/index.server.ts';
import { obsplanColumns } from '#lib/planner/exports/index.server.ts';

/** Words of UCD1+ (IVOA, 1.5) that no UCD may begin with. */
const secondary = new Set(
	`arith.diff arith.ratio arith.squared arith.sum arith.variation em em.IR em.IR.J em.IR.H em.IR.K em.IR.3-4um em.IR.4-8um em.IR.8-15um em.IR.15-30um em.IR.30-60um em.IR.60-100um em.IR.NIR em.IR.MIR em.IR.FIR em.UV em.UV.10-50nm em.UV.50-100nm em.UV.100-200nm em.UV.200-300nm em.X-ray em.X-ray.soft em.X-ray.medium em.X-ray.hard em.gamma em.gamma.soft em.gamma.hard em.line em.line.HI em.line.Lyalpha em.line.Halpha em.line.Hbeta em.line.Hgamma em.line.Hdelta em.line.Brgamma em.line.OIII em.line.CO em.mm em.mm.30-50GHz em.mm.50-100GHz em.mm.100-200GHz em.mm.200-400GHz em.mm.400-750GHz em.mm.750-1500GHz em.mm.1500-3000GHz em.opt em.opt.U em.opt.B em.opt.V em.opt.R em.opt.I em.pw em.radio em.radio.20MHz em.radio.20-100MHz em.radio.100-200MHz em.radio.200-400MHz em.radio.400-750MHz em.radio.750-1500MHz em.radio.1500-3000MHz em.radio.3-6GHz em.radio.6-12GHz em.radio.12-30GHz instr.beam instr.det instr.filter instr.fov instr.obsty instr.pixel instr.plate instr.voxel meta.file meta.fits meta.main meta.modelled meta.preview meta.software meta.table obs obs.atmos obs.atmos.turbulence obs.atmos.wind obs.calib obs.calib.flat obs.calib.dark obs.exposure obs.field obs.image obs.occult obs.transit obs.proposal obs.sequence phys.aerosol phys.atmol phys.atmol.collisional phys.atmol.ionization phys.atmol.level phys.atmol.transition phys.composition phys.cosmology phys.dust phys.electron phys.mol.rotation phys.mol.vibration phys.particle phys.particle.neutrino phys.particle.neutron phys.particle.proton phys.particle.alpha phys.phaseSpace phys.virial pos.barycenter pos.bodycentric pos.bodygraphic pos.bodyrc pos.cartesian pos.centroid pos.cmb pos.cylindrical pos.earth pos.ecliptic pos.eop pos.errorEllipse pos.galactic pos.galactocentric pos.geocentric pos.heliocentric pos.lg pos.lsr pos.spherical pos.supergalactic spect.continuum spect.line src src.calib src.calib.guideStar src.net stat.fit.omc stat.fwhm stat.interval stat.max stat.mean stat.median stat.min stat.uncalib`.split(
		' '
	)
);

it('no table has a column whose UCD begins with a word that may only follow another', () => {
	const columns = allResources.flatMap(({ tables }) =>
		Object.values(tables).flatMap(({ columns }) => columns)
	);
	const ucds = [...columns, ...obsplanColumns].flatMap(({ name, ucd }) => (ucd ? [`${name}: ${ucd}`] : []));
	expect(ucds.length).toBeGreaterThan(100);
	expect(ucds.filter((one) => secondary.has(one.split(': ')[1]!.split(';')[0]!))).toEqual([]);
});
