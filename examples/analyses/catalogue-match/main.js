import { Catalogue, detections, distanceModulusOfMpc, peak } from 'lookback';

const kpcPerMpc = 1000;
const arcsecPerRadian = (180 / Math.PI) * 3600;

/** By declination, made from the first call's inputs: they are the same for all calls. */
let galaxies = null;

export default ({ object, photometry }, { parameters, inputs }) => {
	if (object.ra_deg === null) return null;
	galaxies ??= new Catalogue(inputs.galaxies);
	const near = galaxies
		.around(object, parameters.largest_radius_deg * 3600)
		.map(({ row, separation_arcsec }) => ({
			...row,
			separation_arcsec,
			projected_kpc: (separation_arcsec / arcsecPerRadian) * row.distance_mpc * kpcPerMpc
		}))
		.filter(({ projected_kpc }) => projected_kpc <= parameters.radius_kpc)
		.sort((a, b) => a.projected_kpc - b.projected_kpc);
	if (near.length === 0) return null;
	const [{ name, distance_mpc, separation_arcsec, projected_kpc, source }] = near;

	const subject = `objects/${object.survey}/${object.object_id}`;
	const detail = { separation_arcsec, projected_kpc, source };
	const outputs = [
		{ select: subject, reason: `${projected_kpc.toFixed(1)} kpc from ${name}`, score: projected_kpc },
		{ statement: { subject, property: 'host', value_text: name, detail } },
		{
			statement: {
				subject,
				property: 'host_distance',
				value_number: distance_mpc,
				unit: 'Mpc',
				detail: { source }
			}
		}
	];
	const brightest = peak(detections(photometry));
	if (brightest)
		outputs.push({
			statement: {
				subject,
				property: 'absolute_magnitude',
				qualifier: brightest.band,
				value_number: brightest.mag - distanceModulusOfMpc(distance_mpc),
				unit: 'mag',
				detail: { of: 'the brightest detection, not corrected for dust' }
			}
		});
	return outputs;
};
