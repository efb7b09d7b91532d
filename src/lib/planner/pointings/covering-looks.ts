import { FieldOfView } from '../coverage/field-of-view.ts';
import type { Facility } from '../facilities/facility.ts';
import { footprintsOf } from '../facilities/footprints.ts';
import type { Pointing } from './read.server.ts';

/** A look, and what it covers. */
export interface CoveringLook {
	readonly pointing: Pointing;
	readonly fieldOfView: FieldOfView;
}

/** What looks cover by the fields that facilities tell of their instruments; those of which none is known are left out. */
export function coveringLooks(looks: readonly Pointing[], facilities: readonly Facility[]): CoveringLook[] {
	const footprints = footprintsOf(facilities);
	return looks.flatMap((pointing) => {
		const { facility, instrument, ra_deg: raDeg, dec_deg: decDeg } = pointing;
		const footprint = footprints.get(`${facility}/${instrument}`);
		if (!footprint) return [];
		const positionAngleDeg = pointing.position_angle_deg;
		return [{ pointing, fieldOfView: new FieldOfView(footprint, { raDeg, decDeg, positionAngleDeg }) }];
	});
}
