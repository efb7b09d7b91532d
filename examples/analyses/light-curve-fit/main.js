import {
	abMagOfFluxNjy,
	colour,
	declineMagPerDay,
	detections,
	fluxErrorOfAbMag,
	fluxNjyOfAbMag
} from 'lookback';
import { bazin, fitBazin, peakDay } from './bazin.js';

export default ({ object, photometry }, { parameters }) => {
	const subject = `objects/${object.survey}/${object.object_id}`;
	const outputs = [];
	const state = (property, qualifier, value_number, unit, detail) =>
		outputs.push({ statement: { subject, property, qualifier, value_number, unit, detail } });

	const seen = detections(photometry);
	for (const band of [...new Set(seen.map((one) => one.band))].sort()) {
		const points = seen.filter((one) => one.band === band);
		if (points.length < parameters.fewest_detections) continue;
		const decline = declineMagPerDay(points);
		if (decline) state('decline_rate', band, decline.slope, 'mag/d', { error: decline.error });
		const fit = fitBazin(
			points.map((one) => one.day),
			points.map((one) => fluxNjyOfAbMag(one.mag)),
			points.map((one) => fluxErrorOfAbMag(one.mag, one.magErr))
		);
		if (!fit || fit.chiSquaredPerDegree > parameters.worst_chi_squared) continue;
		const [, , rise, fall] = fit.parameters;
		const day = peakDay(fit.parameters);
		const detail = { chi_squared_per_degree: fit.chiSquaredPerDegree, detections: points.length };
		const peak_at = new Date(day * 86_400_000).toISOString();
		state('peak_magnitude', band, abMagOfFluxNjy(bazin(fit.parameters)(day)), 'mag', { ...detail, peak_at });
		state('rise_time', band, rise, 'd', detail);
		state('fall_time', band, fall, 'd', detail);
	}

	const gr = colour(photometry, 'g', 'r', parameters.colour_days);
	if (gr) state('colour', 'g-r', gr.mag, 'mag', { error: gr.error });
	return outputs;
};
