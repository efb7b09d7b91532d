import { dayOf, detections, fadingMagPerDay, galacticFromIcrs } from 'lookback';

/** Who says such a thing of it rules it out. */
const notATransient = /star|variable|solar system|asteroid|mpc|rrlyr|mira|cepheid|eclips|qso|quasar|agn/i;

export default ({ object, photometry, statements }, { known, parameters }) => {
	if (object.survey !== parameters.survey || object.ra_deg === null) return null;
	const good = photometry.filter((one) => (one.real_bogus ?? 0) >= parameters.lowest_real_bogus);
	const seen = detections(good);
	if (seen.length < parameters.fewest_detections) return null;

	const first = detections(photometry)[0].day;
	const ageDays = dayOf(known) - first;
	if (ageDays > parameters.oldest_days) return null;
	if (seen.at(-1).day - seen[0].day < parameters.shortest_hours / 24) return null;
	// A negative difference says that its reference was brighter: it is older than it seems.
	if (photometry.some((one) => one.is_positive === false)) return null;

	const { latDeg } = galacticFromIcrs(object.ra_deg, object.dec_deg);
	if (Math.abs(latDeg) < parameters.lowest_latitude) return null;
	const spoken = statements.filter(({ property }) => property === 'class' || property === 'crossmatch');
	if (spoken.some(({ value_text }) => value_text !== null && notATransient.test(value_text))) return null;

	const risingIn = [...new Set(seen.map((one) => one.band))]
		.map((band) => ({ band, fading: fadingMagPerDay(seen.filter((one) => one.band === band)) }))
		.filter(({ fading }) => fading !== null && fading.slope + fading.error < 0)
		.sort((a, b) => a.fading.slope - b.fading.slope);
	if (risingIn.length === 0) return null;
	const [{ band, fading }] = risingIn;
	return {
		select: `objects/${object.survey}/${object.object_id}`,
		reason: `${seen.length} detections in ${ageDays.toFixed(1)} d, rising by ${(-fading.slope).toFixed(2)} mag/d in ${band}`,
		score: -fading.slope
	};
};
