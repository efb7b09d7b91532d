import { directionOf, type Direction } from '#lib/sky/direction.ts';
import { dayNumber, skyDay, type SkyDay } from '#lib/sky/sky-day.ts';
import { angleDeg, type Horizontal, type Standpoint } from '#lib/sky/standpoint.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';

const degree = Math.PI / 180;
const turn = 2 * Math.PI;
/** A cosine that is beyond 1 by no more than this may be one of 1 that was rounded. */
const grazing = 1e-12;

/** A target (ICRS) as it is seen from a standpoint. */
export class Sight {
	readonly from: Standpoint;
	readonly target: SkyPlace;
	readonly #icrs: Direction;
	#dayNumber = NaN;
	#day!: SkyDay;
	#apparent!: Direction;
	/** sin(altitude) = constant + cosine * cos(sidereal) + sine * sin(sidereal), on the day last asked about. */
	#constant = 0;
	#cosine = 0;
	#sine = 0;
	/** The same as constant + amplitude * cos(sidereal - culmination). */
	#amplitude = 0;
	#culminationRad = 0;

	constructor(from: Standpoint, target: SkyPlace) {
		this.from = from;
		this.target = target;
		this.#icrs = directionOf(target.raDeg, target.decDeg);
	}

	altitudeDeg(at: Instant): number {
		this.#turnTo(at);
		const sidereal = this.from.siderealRad(this.#day, at);
		const sin = this.#constant + this.#cosine * Math.cos(sidereal) + this.#sine * Math.sin(sidereal);
		return Math.asin(Math.max(-1, Math.min(1, sin))) / degree;
	}

	/**
	 * Seconds until the target next stands so high, told by the sine of its altitude, on the sky of this moment's day of UTC, to
	 * 0.02 s and with no regard to where the day ends; Infinity where it never does.
	 */
	secondsToAltitude(at: Instant, sinAltitude: number): number {
		this.#turnTo(at);
		const cosine = (sinAltitude - this.#constant) / this.#amplitude;
		if (!(Math.abs(cosine) < 1 + grazing)) return Infinity;
		const halfRad = Math.acos(Math.max(-1, Math.min(1, cosine)));
		const turns = (this.from.siderealRad(this.#day, at) - this.#culminationRad) / turn;
		const sinceRad = (turns - Math.floor(turns)) * turn;
		const nextRad =
			sinceRad < halfRad ? halfRad : sinceRad < turn - halfRad ? turn - halfRad : turn + halfRad;
		return (nextRad - sinceRad) / (this.#day.siderealRadPerMicrosecond * 1e6);
	}

	horizontal(at: Instant): Horizontal {
		this.#turnTo(at);
		return this.from.horizontal(this.#apparent, at);
	}

	/** To the west of the meridian, in (-180, 180]. */
	hourAngleDeg(at: Instant): number {
		this.#turnTo(at);
		const [x, y] = this.#apparent;
		const turn = (this.from.siderealRad(this.#day, at) - Math.atan2(y, x)) / degree;
		return turn - 360 * Math.ceil((turn - 180) / 360);
	}

	/** The angle at the target from the pole to the zenith, counted to the east; in (-180, 180]. */
	parallacticAngleDeg(at: Instant): number {
		this.#turnTo(at);
		const hourAngle = this.hourAngleDeg(at) * degree;
		const [x, y, z] = this.#apparent;
		const { sinLat, cosLat } = this.from;
		return (
			Math.atan2(Math.sin(hourAngle) * cosLat, sinLat * Math.hypot(x, y) - z * cosLat * Math.cos(hourAngle)) /
			degree
		);
	}

	/** From the Moon, as both are seen from here; `moonAu` is where she stands, where that is known already. */
	moonDistanceDeg(at: Instant, moonAu = this.from.moonAu(at)): number {
		return this.#distanceDeg(moonAu, at);
	}

	sunDistanceDeg(at: Instant): number {
		return this.#distanceDeg(this.from.sunAu(at), at);
	}

	/** The apparent direction, of the day's equator and equinox. */
	apparent(at: Instant): Direction {
		this.#turnTo(at);
		return this.#apparent;
	}

	#distanceDeg(body: Float64Array, at: Instant): number {
		this.#turnTo(at);
		const [x, y, z] = this.#apparent;
		return angleDeg(body[0]!, body[1]!, body[2]!, x, y, z);
	}

	#turnTo(at: Instant): void {
		const number = dayNumber(at);
		if (number === this.#dayNumber) return;
		this.#dayNumber = number;
		this.#day = skyDay(number);
		this.#apparent = this.#day.apparent(this.#icrs);
		const [x, y, z] = this.#apparent;
		this.#constant = z * this.from.sinLat;
		this.#cosine = x * this.from.cosLat;
		this.#sine = y * this.from.cosLat;
		this.#amplitude = Math.hypot(this.#cosine, this.#sine);
		this.#culminationRad = Math.atan2(this.#sine, this.#cosine);
	}
}
