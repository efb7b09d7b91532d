import { readdirSync, readFileSync } from 'node:fs';

/** How often processes are looked at, in milliseconds: one that hoards takes some 200 MB meanwhile. */
const everyMs = 100;

export interface Taken {
	readonly memoryMb: number;
	readonly processes: number;
}

/**
 * Looks at a process and its descendants and tells what they take together, as far as the system tells (Linux);
 * pages that several share count for each. Answers what ends it.
 */
export function watchProcesses(pid: number, tell: (taken: Taken) => void): () => void {
	const timer = setInterval(() => {
		const all = withDescendants(pid);
		if (all.length > 0) tell({ memoryMb: sum(all.map(residentMb)), processes: all.length });
	}, everyMs);
	timer.unref();
	return () => clearInterval(timer);
}

/** A process and all that it started and that they started, at most `most` of them. */
export function withDescendants(pid: number, most = 1000): number[] {
	const all = [pid];
	for (const one of all) {
		if (all.length > most) break;
		for (const thread of listOr(`/proc/${one}/task`)) {
			const children = readOr(`/proc/${one}/task/${thread}/children`).trim();
			if (children) all.push(...children.split(' ').map(Number));
		}
	}
	return all;
}

function residentMb(pid: number): number {
	return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readOr(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** Empty where it has ended meanwhile, or where this is not Linux. */
function readOr(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

function listOr(path: string): string[] {
	try {
		return readdirSync(path);
	} catch {
		return [];
	}
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, one) => total + one, 0);
}
