/*
 * What an analysis in an isolate may import from 'lookback'. A function that is changed here changes what analyses say,
 * and the environment of their runs with it.
 */
export { separationDeg } from '#lib/sky/separation.ts';
export { galacticFromIcrs, icrsFromGalactic } from '#lib/sky/galactic.ts';
export { abMagErrorOfFlux, abMagOfFluxNjy, fluxErrorOfAbMag, fluxNjyOfAbMag } from '#lib/sky/ab-magnitude.ts';
export { Catalogue, crossMatch, isInCone, separationArcsec } from './cone.ts';
export { distanceModulusMag, distanceModulusOfMpc, luminosityDistanceMpc } from './cosmology.ts';
export { extinctionMag } from './extinction.ts';
export { fitCurve, weightedLine } from './least-squares.ts';
export {
	colour,
	dayOf,
	declineMagPerDay,
	detections,
	fadingMagPerDay,
	peak,
	riseDays
} from './light-curve.ts';
export { credibleLevelOf, isInCredibleRegion } from './localization.ts';
