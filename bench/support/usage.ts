/** What a piece of work used. */
export interface Usage {
	readonly wallSec: number;
	/** Of this process, all threads. */
	readonly cpuSec: number;
	readonly peakRssMb: number;
}

const sampleEveryMs = 20;

/** Runs `work` and says what it used; resident memory is sampled fifty times a second. */
export async function measured<T>(work: () => Promise<T>): Promise<{ value: T; usage: Usage }> {
	let peak = process.memoryUsage.rss();
	const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), sampleEveryMs);
	const cpuBefore = process.cpuUsage();
	const begin = performance.now();
	try {
		const value = await work();
		const wallSec = (performance.now() - begin) / 1000;
		const { user, system } = process.cpuUsage(cpuBefore);
		return { value, usage: { wallSec, cpuSec: (user + system) / 1e6, peakRssMb: peak / 2 ** 20 } };
	} finally {
		clearInterval(timer);
	}
}
