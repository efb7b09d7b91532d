import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { instantFromJdUtc } from '#lib/sky/time-scales.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import { exposuresOf, fieldsInSky, type Exposure } from './exposures.ts';
import { firstDay, inventObjects, type InventedObject } from './invented-objects.ts';
import { measure, type Detection } from './measure.ts';
import { uniform } from './random.ts';
import { ztfPacket } from './ztf-packet.ts';

export interface NightsOptions {
	/** Whole number; the same seed makes the same bytes. */
	readonly seed: number;
	readonly nights: number;
	/** On average over clear and cloudy nights, within a fifth or so. */
	readonly alertsPerNight: number;
	/** Side of the three images in pixels, 63 in real packets; 0 for packets without images. */
	readonly stampPixels: number;
}

/** When a packet reached its readers: at once; or later than that, at a time of its own. */
export type Delivery =
	| { readonly kind: 'prompt' }
	| { readonly kind: 'late'; readonly at: Instant }
	| { readonly kind: 'corrected'; readonly at: Instant };

/** One alert of the invented sky. */
export interface NightPacket extends PacketArrival {
	readonly delivery: Delivery;
}

const historyDays = 30;
/** One alert in so many is issued again with another magnitude. */
const correctedShare = 1 / 150;
const correctedAfterDays = 12;
const lateByDays = 4;

/**
 * Alert packets of an invented survey, night by night in the order of its exposures, each with 30 days of history.
 * The last exposure of every tenth night arrives four days late; a few alerts are issued again, corrected.
 */
export function* generateNights(options: NightsOptions): Generator<NightPacket> {
	const { seed, nights, alertsPerNight } = options;
	const inField = Map.groupBy(inventObjects(seed, nights, alertsPerNight), (object) => object.field);
	const exposures = Array.from({ length: fieldsInSky }, (_, field) =>
		exposuresOf(seed, field, firstDay, nights)
	);
	for (let night = 0; night < nights; night++) {
		const tonight = exposures
			.flat()
			.filter(({ day }) => Math.floor(day) === night)
			.sort((a, b) => a.day - b.day);
		for (const [place, exposure] of tonight.entries()) {
			const isLate = night % 10 === 9 && place === tonight.length - 1;
			const earlier = exposures[exposure.field]!.filter(
				({ day }) => day < exposure.day && day >= exposure.day - historyDays
			);
			for (const object of inField.get(exposure.field) ?? [])
				yield* alertsOf(options, object, exposure, earlier, isLate);
		}
	}
}

function* alertsOf(
	{ seed, stampPixels }: NightsOptions,
	object: InventedObject,
	exposure: Exposure,
	earlier: readonly Exposure[],
	isLate: boolean
): Generator<NightPacket> {
	if (exposure.day < object.fromDay || exposure.day > object.toDay) return;
	const detection = measure(seed, object, exposure);
	if (detection === null) return;
	const before = earlier.map((one) => ({ exposure: one, detection: measure(seed, object, one) }));
	const packet = (told: Detection, name: string, delivery: Delivery): NightPacket => {
		const bytes = ztfPacket(object, { exposure, detection: told }, before, stampPixels);
		return { name, bytes, original: bytes, delivery };
	};
	const name = `invented-sky/ztf/${object.objectId}/${detection.candid}.avro`;
	yield packet(
		detection,
		name,
		isLate ? { kind: 'late', at: after(exposure, lateByDays) } : { kind: 'prompt' }
	);
	if (uniform(seed, 40, object.index, exposure.noise) < correctedShare) {
		const corrected = { ...detection, mag: Math.fround(detection.mag + 0.12) };
		yield packet(corrected, name.replace('.avro', '-corrected.avro'), {
			kind: 'corrected',
			at: after(exposure, correctedAfterDays)
		});
	}
}

function after(exposure: Exposure, days: number): Instant {
	return (instantFromJdUtc(exposure.jd) + days * microsecondsPerDay) as Instant;
}
