/**
 * A number in [0, 1) that depends on its keys (whole numbers) alone, and looks like chance: the same measurement is
 * told alike by every packet that repeats it. Mixing as in MurmurHash3 (Appleby, public domain).
 */
export function uniform(...keys: number[]): number {
	let hash = 0x9747b28c;
	for (const key of keys) {
		let word = Math.imul(key, 0xcc9e2d51);
		word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
		hash ^= word;
		hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
	}
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A normally distributed number (mean 0, deviation 1) that depends on its keys alone; Box and Muller (1958). */
export function normal(...keys: number[]): number {
	const radius = Math.sqrt(-2 * Math.log(1 - uniform(...keys, 1)));
	return radius * Math.cos(2 * Math.PI * uniform(...keys, 2));
}
