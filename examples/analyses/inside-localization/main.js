import { credibleLevelOf, dayOf } from 'lookback';

export default ({ object, photometry }, { parameters, inputs }) => {
	const [found] = inputs.events;
	if (!found?.cells || object.ra_deg === null) return null;
	const { event, cells } = found;
	const level = credibleLevelOf(cells, object);
	if (level >= parameters.credible) return null;

	const seen = photometry.filter(({ kind }) => kind !== 'limit').map(({ observed_at }) => dayOf(observed_at));
	if (seen.length === 0) return null;
	const after = Math.min(...seen) - dayOf(event.event_at);
	if (after <= 0 || after > parameters.latest_days) return null;

	const subject = `objects/${object.survey}/${object.object_id}`;
	const reason = `first seen ${after.toFixed(2)} d after ${event.event}, in its ${Math.ceil(level * 100)} % region`;
	return [
		{ select: subject, reason, score: level },
		{
			statement: {
				subject,
				property: 'possible_counterpart',
				qualifier: event.event,
				value_text: `events/${event.event}`,
				detail: { credible_level: level, days_after: after, map: cells.name }
			}
		}
	];
};
