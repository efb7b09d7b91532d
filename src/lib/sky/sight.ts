import { directionOf, type Direction } from '#lib/sky/direction.ts';
import { dayNumber, skyDay, type SkyDay } from '#lib/sky/sky-day.ts';
import { angleDeg, type Horizontal, type Standpoint } from '#lib/sky/standpoint.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';

const degree = Math.PI / 180;

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

	/** From the Moon, as both are seen from here. */
	moonDistanceDeg(at: Instant): number {
		return this.#distanceDeg(this.from.moonAu(at), at);
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
	}
}
