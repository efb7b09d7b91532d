/**
 * Numbers in [0, 1) that a text begins: sfc32 over four FNV-1a hashes of it.
 * Source: Chris Doty-Humphrey's PractRand (sfc32, public domain); Fowler, Noll, Vo (FNV-1a).
 */
export function randomFrom(seed: string): () => number {
	let [a, b, c, d] = [1, 2, 3, 4].map((salt) => hash(seed, salt)) as [number, number, number, number];
	const next = (): number => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return t >>> 0;
	};
	for (let i = 0; i < 12; i++) next();
	// 53 bits, as Math.random has.
	return () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 2 ** 53;
}

function hash(text: string, salt: number): number {
	let value = 0x811c9dc5 ^ salt;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
	return value;
}
