import { formatDecDms, formatRaHms } from '#lib/sky/angle.ts';
import type { FieldCentre } from '#lib/ui/plots/field.ts';

/** A radius in the unit in which it has few digits: `10 arcsec`, `2 arcmin`, `0.5 deg`. */
export function formatRadius(radiusArcsec: number): string {
	const [value, unit] =
		radiusArcsec < 60
			? [radiusArcsec, 'arcsec']
			: radiusArcsec < 3600
				? [radiusArcsec / 60, 'arcmin']
				: [radiusArcsec / 3600, 'deg'];
	return `${Number(value.toPrecision(4))} ${unit}`;
}

/**
 * What a list of objects was asked for, in a sentence without its full stop: `Objects of ztf within 2 arcmin of ...`.
 * `around` is the position as it was read, or null where the question has none.
 */
export function objectSentence(asked: URLSearchParams, around: FieldCentre | null): string {
	const value = (name: string) => asked.get(name)?.trim() || null;
	const event = value('event');
	const level = Math.round(Number(value('credible') ?? 0.9) * 1000) / 10;
	const [name, by] = [value('class'), value('class_by')];
	return [
		`Objects${value('survey') ? ` of ${value('survey')}` : ''}`,
		around &&
			`within ${formatRadius(around.radiusArcsec)} of ${formatRaHms(around.raDeg, 2)} ${formatDecDms(around.decDeg, 1)}`,
		event && `in the ${level} % credible region of the newest map of ${event}`,
		(name || by) && `classed ${name ?? 'as anything'} by ${by ?? 'anyone'}`,
		value('changed_since') && `with alerts that became known after ${value('changed_since')}`
	]
		.filter(Boolean)
		.join(' ');
}
