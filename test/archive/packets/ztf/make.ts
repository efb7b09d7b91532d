/** JD of 2019-10-01T20:59:00Z. */
export const startJd = 2458758.374305556;

export function candidate(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		jd: startJd,
		fid: 2,
		pid: 1001001001001n,
		programid: 1,
		candid: 1001001001001015001n,
		isdiffpos: 't',
		ra: 314.26,
		dec: 14.2,
		magpsf: 19.2662487,
		sigmapsf: 0.0619,
		diffmaglim: 20.5,
		rb: 0.6,
		drb: 0.97,
		exptime: 30,
		...changes
	};
}

/** A history row without detection. */
export function limit(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		...candidate({
			candid: null,
			isdiffpos: null,
			ra: null,
			dec: null,
			magpsf: null,
			sigmapsf: null,
			rb: null
		}),
		drb: undefined,
		exptime: undefined,
		jd: startJd - 3,
		pid: 998001001001n,
		...changes
	};
}

export function forced(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		field: 600,
		rcid: 12,
		fid: 1,
		pid: 998001001001n,
		jd: startJd - 3,
		exptime: 30,
		programid: 2,
		diffmaglim: 20.9,
		magzpsci: 26.4,
		forcediffimflux: 100,
		forcediffimfluxunc: 10,
		procstatus: '0',
		...changes
	};
}

export function alert(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		schemavsn: '3.3',
		publisher: 'ZTF (www.ztf.caltech.edu)',
		objectId: 'ZTF19aapreis',
		candid: 1001001001001015001n,
		candidate: candidate(),
		prv_candidates: null,
		...changes
	};
}
