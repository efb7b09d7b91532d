import fc from 'fast-check';

/** Positions even on the sphere, with the poles, the wrap of RA and their surroundings more often. */
export const positions = fc.record({
	raDeg: fc.oneof(
		fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
		fc.double({ min: 0, max: 1e-6, noNaN: true }),
		fc.double({ min: 359.999999, max: 360, maxExcluded: true, noNaN: true }),
		fc.constantFrom(0, 45, 90, 180, 270)
	),
	decDeg: fc.oneof(
		fc.double({ min: -1, max: 1, noNaN: true }).map((z) => (Math.asin(z) * 180) / Math.PI),
		fc.double({ min: 89.999, max: 90, noNaN: true }),
		fc.double({ min: -90, max: -89.999, noNaN: true }),
		fc.constantFrom(-90, 0, 90, 41.8103148957786)
	)
});
